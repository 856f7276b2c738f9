public import Telemetry

/// The rows that stand for a machine of the edge.
public struct MachineRow: Sendable, Equatable {
    /// The id of the machine's row, not its name on the edge.
    public var machine: MachineID
    /// The id of its factory's row.
    public var factory: FactoryID
    /// Whether the agent begins to serve it just now.
    var isTakenUp: Bool

    init(machine: MachineID, factory: FactoryID, isTakenUp: Bool = false) {
        self.machine = machine
        self.factory = factory
        self.isTakenUp = isTakenUp
    }
}
