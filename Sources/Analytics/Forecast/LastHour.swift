public import Telemetry

/// Whether the last hour of some readings is over, by how far apart they usually lie.
///
/// The mean of an hour that has only begun is not the hour's: a machine that starts at a quarter past would be learned
/// as one that stood still.
public struct LastHour: Sendable {
    /// Distances that are remembered, the newest.
    private static let gapsKept = 63
    /// Loggers are not punctual: the next reading may come by half a distance late.
    private static let patience = 1.5

    private var gaps: [Double] = []
    private var oldest = 0
    private var newest: Timestamp?

    /// Without readings.
    public init() {}

    /// Counts the time of a reading; one that is older than another changes nothing.
    public mutating func add(_ time: Timestamp) {
        guard let newest else { return self.newest = time }
        let gap = time.seconds(since: newest)
        guard gap > 0 else { return }
        self.newest = time
        if gaps.count < Self.gapsKept {
            gaps.append(gap)
        } else {
            gaps[oldest] = gap
            oldest = (oldest + 1) % Self.gapsKept
        }
    }

    /// The next reading would lie in another hour than the newest, so that no more of this one is to come.
    public var isOver: Bool {
        guard let newest, !gaps.isEmpty else { return true }
        let usual = gaps.sorted()[gaps.count / 2]
        let hour: Int64 = 3_600_000_000
        let part = newest.microseconds % hour
        let left = Double(hour - (part < 0 ? part + hour : part)) / 1e6
        return usual * Self.patience >= left
    }
}
