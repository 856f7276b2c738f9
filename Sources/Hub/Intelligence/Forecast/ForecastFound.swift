public import AnalyticsForecast
public import HubPlant

/// A forecast with what it was learned from.
public struct ForecastFound: Sendable, Equatable {
    /// Which way of forecasting made it; another number, another forecast of the same history.
    public static let version = 1

    /// The hours, the changes of level, and how good such forecasts were.
    public var forecast: LoadForecast
    /// UCUM.
    public var unit: String
    /// The hours that it was learned from.
    public var learnedFrom: HoursKnown
}
