public import Telemetry

/// The rows that stand for a machine of the edge.
public struct MachineRow: Sendable, Equatable {
    /// The id of the machine's row, not its name on the edge.
    public var machine: MachineID
    /// The id of its factory's row.
    public var factory: FactoryID

    init(machine: MachineID, factory: FactoryID) {
        self.machine = machine
        self.factory = factory
    }
}
