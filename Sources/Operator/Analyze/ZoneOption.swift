internal import AnalyticsForecast
internal import ArgumentParser

/// How far a file's or a factory's standard time is ahead of UTC, as it stands on a command line.
enum ZoneOption {
    /// Minutes of hours, as `1`, `-5` or `5.5`, or of `+05:30`.
    static func minutes(_ argument: String) throws -> Int {
        let hours = Double(argument).flatMap { $0.isFinite ? 60 * $0 : nil }
        let minutes = hours ?? UTCOffset.seconds(argument).map { Double($0) / 60 }
        let allowed = ForecastCalendar.zoneMinutesAllowed
        guard let whole = minutes.flatMap(Int.init(exactly:)), allowed.contains(whole) else {
            throw ValidationError("--zone is -14 to 14 hours, as 1 or +05:30, not \(argument).")
        }
        return whole
    }
}
