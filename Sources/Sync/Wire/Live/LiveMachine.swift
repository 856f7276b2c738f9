public import Telemetry

/// One machine as it is now.
public struct LiveMachine: Sendable, Equatable {
    public var key: MachineKey
    public var status: MachineStatus
    public var metrics: [LiveReading]
    public var twin: LiveTwin?

    public init(key: MachineKey, status: MachineStatus, metrics: [LiveReading], twin: LiveTwin?) {
        self.key = key
        self.status = status
        self.metrics = metrics
        self.twin = twin
    }
}
