/// Writes a length of time with the largest unit that leaves it whole, as `90s`, `2h`, `250ms`.
public enum DurationText {
    /// The text that `ScalarText.duration` reads back, to the microsecond.
    public static func of(_ duration: Duration) -> String {
        let parts = duration.components
        let microseconds = parts.attoseconds / 1_000_000_000_000
        if microseconds != 0 {
            let (total, overflow) = parts.seconds.multipliedReportingOverflow(by: 1_000_000)
            let whole = overflow ? Int64.max : total.addingReportingOverflow(microseconds).partialValue
            return whole % 1_000 == 0 ? "\(whole / 1_000)ms" : "\(whole)us"
        }
        for (unit, seconds) in [("d", Int64(86_400)), ("h", 3_600), ("m", 60)]
        where parts.seconds != 0 && parts.seconds % seconds == 0 {
            return "\(parts.seconds / seconds)\(unit)"
        }
        return "\(parts.seconds)s"
    }
}
