public import Telemetry

/// The newest values of a machine, of each of its metrics, and what its twin says.
public struct MachineValues: Sendable, Equatable {
    /// Whose they are.
    public var machine: MachineID
    /// By metric.
    public var metrics: [LiveMetric]
    /// Nothing while the twin does not know all of it.
    public var twin: TwinValues?

    /// The values of a machine.
    public init(machine: MachineID, metrics: [LiveMetric], twin: TwinValues?) {
        self.machine = machine
        self.metrics = metrics
        self.twin = twin
    }
}
