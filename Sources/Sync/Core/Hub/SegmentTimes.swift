public import SyncWire

extension SegmentContent {
    /// The times that the hub takes readings of, in microseconds: the years 0 to 9999, which RFC 3339 can write.
    ///
    /// Agents take no reading from before 2000 or from the future. Bytes can say any time, and near the ends of Int64
    /// neither sums of times nor PostgreSQL's timestamps hold.
    public static let plausibleTimes: ClosedRange<Int64> = -62_167_219_200_000_000...253_402_300_799_999_999

    /// Whether all of its times are among those.
    public var hasPlausibleTimes: Bool {
        guard let range = timeRange else { return true }
        return Self.plausibleTimes.contains(range.lowerBound) && Self.plausibleTimes.contains(range.upperBound)
    }
}
