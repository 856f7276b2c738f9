public import Telemetry

/// The newest values for live screens; the newest batch wins and none becomes history.
public struct LiveBatch: Sendable, Equatable {
    public var at: Timestamp
    public var machines: [LiveMachine]

    public init(at: Timestamp, machines: [LiveMachine]) {
        self.at = at
        self.machines = machines
    }
}
