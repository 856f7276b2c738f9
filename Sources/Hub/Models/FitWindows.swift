public import Telemetry

/// Which parts of a span are looked at.
public enum FitWindows {
    /// All of a span with few readings; of one with many a part from the beginning of each of equal stretches.
    ///
    /// Readings and not their means are looked at, because the machine will be judged by readings, and means of minutes
    /// are much nearer together. So a long span is looked at here and there and not as a whole.
    public static func of(
        from: Timestamp, to: Timestamp, readings: Int, most: Int = FitBounds.readingsMax,
        windows: Int = FitBounds.windows
    ) -> [Range<Timestamp>] {
        guard from < to else { return [] }
        guard readings > most, windows > 1 else { return [from..<to] }
        let stretch = to.seconds(since: from) / Double(windows)
        let part = stretch * Double(most) / Double(readings)
        return (0..<windows).compactMap { window in
            let start = from.advanced(seconds: Double(window) * stretch)
            let end = min(to, start.advanced(seconds: part))
            return start < end ? start..<end : nil
        }
    }
}
