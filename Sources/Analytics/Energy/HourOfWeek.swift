public import Telemetry

/// Hours of a week, 0 for Monday's first to 167 for Sunday's last.
public enum HourOfWeek {
    /// How many there are.
    public static let count = 168

    /// The hour that a time lies in, by the clock that it is written in.
    public static func of(_ time: Timestamp) -> Int {
        // 1970-01-01 was a Thursday.
        let hours = Int((Double(time.microseconds) / 3_600_000_000).rounded(.down)) + 72
        let hour = hours % count
        return hour < 0 ? hour + count : hour
    }
}
