public import Telemetry

/// A day from which on the load runs at another level.
public struct LevelChange: Sendable, Equatable {
    /// The day's beginning by the load's clock, as a moment; up to a day from the change itself.
    public var time: Timestamp
    /// How much higher the level is from then on.
    public var shift: Double
}
