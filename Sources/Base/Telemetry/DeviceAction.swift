/// One command to a device and what became of it; each change of state is a record of its own.
public struct DeviceAction: Sendable, Equatable {
    /// Where a command is in its life.
    ///
    /// `unknown` is honest: silence says neither that it was done nor that it was not.
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

    /// The id that the device gets, and sends back with its acknowledgement.
    public var id: DeviceCommandID
    /// The machine whose device is told.
    public var machine: MachineKey
    /// The decision behind it, where there is one.
    public var decision: DecisionID?
    /// The profile's name of the action, as `stop`.
    public var name: String
    /// Where it is in its life.
    public var state: State
    /// Why it is in this state, for a person.
    public var reason: String
    /// When the intent became durable.
    public var requestedAt: Timestamp
    /// When this state was reached.
    public var changedAt: Timestamp
    /// After this the device must not act on it.
    public var expiresAt: Timestamp

    /// A command as it stands in one state.
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
