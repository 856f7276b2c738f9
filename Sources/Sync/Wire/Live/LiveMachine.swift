public import Telemetry

/// One machine as it is now.
public struct LiveMachine: Sendable, Equatable {
    /// The factory and the machine by their names on the edge.
    public var key: MachineKey
    /// What the edge allows it now.
    public var status: MachineStatus
    /// The newest of each metric; one that was never heard is absent.
    public var metrics: [LiveReading]
    /// Nothing for a machine without a twin.
    public var twin: LiveTwin?

    /// A machine by its parts.
    public init(key: MachineKey, status: MachineStatus, metrics: [LiveReading], twin: LiveTwin?) {
        self.key = key
        self.status = status
        self.metrics = metrics
        self.twin = twin
    }
}
