public import Telemetry

/// The newest values for live screens; the newest batch wins and none becomes history.
public struct LiveBatch: Sendable, Equatable {
    /// When the values were gathered, by the agent's clock.
    public var at: Timestamp
    /// At most 4 096, with 65 536 readings together (`FrameLimits.standard`).
    public var machines: [LiveMachine]

    /// A batch by its two parts.
    public init(at: Timestamp, machines: [LiveMachine]) {
        self.at = at
        self.machines = machines
    }
}
