internal import AnalyticsForecast
public import HubPlant
public import Telemetry

/// Forecasts a metric from its hourly rollups.
public enum ForecastRun {
    /// Hours of rollups that are looked at, the newest.
    public static let hoursMax: Int = ForecastLimits.hoursUsed

    /// The hours that are looked at: whole ones, because the mean of the hour that runs is not the hour's.
    public static func span(at now: Timestamp) -> (from: Timestamp, to: Timestamp) {
        let end = Timestamp(microseconds: now.microseconds - now.microseconds % 3_600_000_000)
        return (end.advanced(seconds: -3_600 * Double(hoursMax)), end)
    }

    /// The hours after the newest whole one; it takes a processor for some tenths of a second.
    ///
    /// - Throws: `ForecastFault` for a history that is unfit.
    public static func forecast(
        _ hours: ReadingsSeries?, _ request: ForecastRequest, clock: FactoryClock
    ) throws(ForecastFault) -> ForecastFound {
        guard let hours, let newest = hours.times.last else {
            throw .tooShort(hours: 0, needed: ForecastLimits.hoursMin)
        }
        let scaled = hours.metric.text == "power" ? UnitScale.kilowatts(hours) : hours
        try check(scaled)
        var calendar = clock.calendar
        calendar.holidays = request.holidays
        let options = ForecastOptions(
            horizon: 24 * request.days, levels: [ForecastRequest.level], calendar: calendar)
        let found: LoadForecast
        do throws(ForecastError) {
            found = try LoadForecaster.forecast(try series(scaled), options: options)
        } catch {
            throw fault(error, known: scaled.times.count)
        }
        return ForecastFound(
            forecast: found, unit: scaled.metric.text == "power" ? "kW" : scaled.unit,
            learnedFrom: HoursKnown(count: scaled.times.count, oldest: scaled.times.first, newest: newest))
    }

    /// A constant is only told where there would be enough of it.
    private static func check(_ hours: ReadingsSeries) throws(ForecastFault) {
        guard let low = hours.values.min(), let high = hours.values.max(),
            hours.times.count >= ForecastLimits.hoursMin
        else { return }
        if high - low <= 1e-9 * max(abs(high), abs(low)) { throw .constant(low) }
    }

    private static func series(_ hours: ReadingsSeries) throws(ForecastError) -> HourlySeries {
        var series = HourlySeries()
        for (time, value) in zip(hours.times, hours.values) { try series.add(value, at: time) }
        return series
    }

    private static func fault(_ error: ForecastError, known: Int) -> ForecastFault {
        switch error {
        case .tooShort(let hours): .tooShort(hours: hours, needed: ForecastLimits.hoursMin)
        case .tooManyGaps(let known, let count):
            .tooManyGaps(
                known: known, of: count, needed: Int((ForecastLimits.knownMin * Double(count)).rounded(.up)))
        // Hours and options are bounded by who asks, so that these two cannot come.
        case .tooLong, .outOfRange: .tooShort(hours: known, needed: ForecastLimits.hoursMin)
        }
    }
}
