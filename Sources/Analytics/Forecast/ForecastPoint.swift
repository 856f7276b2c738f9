public import Telemetry

/// The forecast of one hour.
public struct ForecastPoint: Sendable, Equatable {
    /// When the hour begins.
    public var time: Timestamp
    /// The mean load of the hour that is expected.
    public var mean: Double
    /// One for each level that was asked for, in its order.
    public var bands: [ForecastBand]
    /// What the value is made of.
    public var parts: ForecastParts
}
