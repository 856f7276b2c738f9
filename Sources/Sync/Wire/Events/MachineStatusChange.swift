public import Telemetry

/// The edge gave a machine another status, with why and by which decision.
public struct MachineStatusChange: Sendable, Equatable {
    public var machine: MachineKey
    public var status: MachineStatus
    public var reason: String
    public var decision: DecisionID?
    public var at: Timestamp

    public init(machine: MachineKey, status: MachineStatus, reason: String, decision: DecisionID?, at: Timestamp) {
        self.machine = machine
        self.status = status
        self.reason = reason
        self.decision = decision
        self.at = at
    }
}
