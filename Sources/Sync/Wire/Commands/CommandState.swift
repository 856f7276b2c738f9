/// Where a command of the hub is in its life.
public enum CommandState: String, Sendable, CaseIterable {
    /// The hub has it; the agent has not said that it does.
    case queued = "QUEUED"
    /// It is durable on the agent.
    case received = "RECEIVED"
    /// The agent will not carry it out, and says why.
    case refused = "REFUSED"
    /// Durable before the first byte goes to the device.
    case executing = "EXECUTING"
    /// The device has said that it will.
    case accepted = "ACCEPTED"
    case done = "DONE"
    case failed = "FAILED"
    /// It may or may not have had its effect; a person is told.
    case unknown = "UNKNOWN"
    /// Its time was over before it went to the device.
    case expired = "EXPIRED"
    /// It was taken back before it went to the device.
    case cancelled = "CANCELLED"

    /// Whether nothing more can become of it.
    public var isFinal: Bool {
        switch self {
        case .queued, .received, .executing, .accepted: false
        case .refused, .done, .failed, .unknown, .expired, .cancelled: true
        }
    }
}
