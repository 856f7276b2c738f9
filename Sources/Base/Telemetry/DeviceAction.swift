/// One command to a device and what became of it; each change of state is a record of its own.
public struct DeviceAction: Sendable, Equatable {
    /// Where a command is in its life. `unknown` is honest: silence says neither that it was done nor that it was not.
    public enum State: String, Sendable, CaseIterable {
        case intended = "INTENDED"
        case sent = "SENT"
        case accepted = "ACCEPTED"
        case done = "DONE"
        case failed = "FAILED"
        case unknown = "UNKNOWN"
        case refused = "REFUSED"

        /// Whether nothing more can become of it.
        public var isFinal: Bool {
            switch self {
            case .intended, .sent, .accepted: false
            case .done, .failed, .unknown, .refused: true
            }
        }
    }

    public var id: DeviceCommandID
    public var machine: MachineKey
    public var decision: DecisionID?
    /// The profile's name of the action, as `stop`.
    public var name: String
    public var state: State
    public var reason: String
    public var requestedAt: Timestamp
    public var changedAt: Timestamp
    public var expiresAt: Timestamp

    public init(
        id: DeviceCommandID, machine: MachineKey, decision: DecisionID?, name: String, state: State, reason: String,
        requestedAt: Timestamp, changedAt: Timestamp, expiresAt: Timestamp
    ) {
        self.id = id
        self.machine = machine
        self.decision = decision
        self.name = name
        self.state = state
        self.reason = reason
        self.requestedAt = requestedAt
        self.changedAt = changedAt
        self.expiresAt = expiresAt
    }
}
