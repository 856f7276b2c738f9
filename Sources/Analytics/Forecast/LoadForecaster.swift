internal import Telemetry

/// Forecasts a load hour by hour: a profile of the week that follows slowly, and what the last days say beyond it.
///
/// The profile is the weighted mean of the same hour in earlier weeks. What the load does beyond it in the last 48
/// hours and seven days is carried into each of the next hours by a ridge regression that is learned on every day of
/// the past two years; with little history its prior leaves the profile alone. Bands come from the errors that the same
/// method made on the past when each day was forecast from what was known then. Gaps are filled, levels that changed
/// are brought together, and hours are those of the wall clock, so that a day's shape does not move with the season.
///
/// Values in, values out: deterministic, and the same in any unit. The first hours do not depend on the horizon.
public enum LoadForecaster {
    /// The forecast of the hours after a series.
    ///
    /// - Throws: `ForecastError` when the series is too short or has too many gaps, or an option is out of range.
    public static func forecast(
        _ series: HourlySeries, options: ForecastOptions = ForecastOptions()
    ) throws(ForecastError) -> LoadForecast {
        try options.check()
        var hours = WallHours(series, calendar: options.calendar)
        guard hours.values.count >= ForecastLimits.hoursMin else { throw .tooShort(hours: hours.values.count) }
        let known = hours.values.count { !$0.isNaN }
        guard Double(known) >= ForecastLimits.knownMin * Double(hours.values.count) else {
            throw .tooManyGaps(known: known, of: hours.values.count)
        }
        var measured = hours
        hours.forget(options.calendar.holidays)
        let filled = GapFilling.filled(hours.values)
        let shifts = LevelShift.find(in: filled)
        measured.level(by: shifts)
        let model = LoadModel(
            measured: measured, values: LevelShift.leveled(filled, by: shifts), holidays: options.calendar.holidays)
        return assembled(model, shifts: shifts, after: series, options)
    }

    private static func assembled(
        _ model: LoadModel, shifts: [LevelShift], after series: HourlySeries, _ options: ForecastOptions
    ) -> LoadForecast {
        let start = series.first + series.count
        let wall = options.calendar.wall(start..<start + options.horizon)
        let weeks = model.weeks(to: (wall.max() ?? model.end) - model.end, levels: options.levels)
        let points = wall.enumerated().map { index, hour in
            // In autumn the first hour may be the wall clock's last known one once more.
            let ahead = max(0, hour - model.end)
            let parts = model.parts(ahead: ahead, weeks)
            let errors = weeks[ahead / WeekProfile.week].errors
            let bands = options.levels.enumerated().map { number, level in
                let span = errors.span(hour: ahead % WeekProfile.week, level: number)
                return ForecastBand(level: level, low: parts.sum + span.low, high: parts.sum + span.high)
            }
            let time = Timestamp(microseconds: Int64(start + index) * 3_600_000_000)
            return ForecastPoint(time: time, mean: parts.sum, bands: bands, parts: parts)
        }
        let changes = shifts.map { shift in
            // Places are hours of the wall clock; a shift is said to the day, so the zone is enough.
            let minute = 60 * (model.end - model.count + shift.place) - options.calendar.zoneMinutes
            return LevelChange(time: Timestamp(microseconds: Int64(minute) * 60_000_000), shift: shift.size)
        }
        return LoadForecast(points: points, changes: changes, accuracy: weeks.first?.accuracy)
    }
}
