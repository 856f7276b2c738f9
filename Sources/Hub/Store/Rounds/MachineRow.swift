public import Telemetry

/// The rows that stand for a machine of the edge.
public struct MachineRow: Sendable, Equatable {
    /// The machine's row.
    public var machine: MachineID
    /// The factory's row.
    public var factory: FactoryID

    init(machine: MachineID, factory: FactoryID) {
        self.machine = machine
        self.factory = factory
    }
}
