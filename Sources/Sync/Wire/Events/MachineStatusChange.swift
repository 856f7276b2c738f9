public import Telemetry

/// The edge gave a machine another status, with why and by which decision.
public struct MachineStatusChange: Sendable, Equatable {
    /// Whose status changed.
    public var machine: MachineKey
    /// What it is from now on.
    public var status: MachineStatus
    /// One sentence for people.
    public var reason: String
    /// The decision that asked for it; nothing when there was none.
    public var decision: DecisionID?
    /// When it changed, by the agent's clock.
    public var at: Timestamp

    /// A change by its parts.
    public init(machine: MachineKey, status: MachineStatus, reason: String, decision: DecisionID?, at: Timestamp) {
        self.machine = machine
        self.status = status
        self.reason = reason
        self.decision = decision
        self.at = at
    }
}
