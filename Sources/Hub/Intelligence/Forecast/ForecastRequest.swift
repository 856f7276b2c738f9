public import Telemetry

/// Which forecast is asked for.
public struct ForecastRequest: Sendable, Hashable {
    /// Days that may be asked for.
    public static let days = 1...31
    /// Days off that may be named: a century of them is less.
    public static let holidaysMax = 2_000
    /// The part of the future values that shall lie within the band.
    public static let level = 0.95

    /// What is forecast.
    public var metric: MetricName
    /// How far, in days.
    public var days: Int
    /// Days off, past and coming, as days since 1970 of the factory's calendar.
    public var holidays: Set<Int>

    /// A request by its parts.
    public init(metric: MetricName, days: Int, holidays: Set<Int> = []) {
        self.metric = metric
        self.days = days
        self.holidays = holidays
    }
}
