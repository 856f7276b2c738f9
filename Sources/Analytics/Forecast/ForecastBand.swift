/// The values between which a part of the futures lies.
public struct ForecastBand: Sendable, Equatable {
    /// The part of the future values that shall lie within, as 0.8.
    public var level: Double
    /// At most the forecast value.
    public var low: Double
    /// At least the forecast value.
    public var high: Double
}
