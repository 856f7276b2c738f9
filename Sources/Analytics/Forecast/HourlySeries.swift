public import Telemetry

/// Readings gathered to means of hours.
///
/// They may come in any order and any density; hours without one are gaps. At most `ForecastLimits.hoursMax` hours are
/// held, whatever comes.
public struct HourlySeries: Sendable {
    /// The first hour since 1970 that has a place, and for each hour from it on the sum and number of its readings.
    private(set) var first = 0
    private var sums: [Double] = []
    private var counts: [UInt32] = []

    /// A series without readings.
    public init() {}

    /// Adds a reading; one that is no finite number, or beyond ±1e30, is as if it were not there.
    ///
    /// - Throws: `tooLong` when it lies too far from the others.
    public mutating func add(_ value: Double, at time: Timestamp) throws(ForecastError) {
        guard abs(value) <= 1e30 else { return }
        let hour = Int((Double(time.microseconds) / 3_600_000_000).rounded(.down))
        if sums.isEmpty { first = hour }
        let (low, end) = (min(first, hour), max(first + sums.count, hour + 1))
        guard end - low <= ForecastLimits.hoursMax else { throw .tooLong }
        if low < first {
            sums.insert(contentsOf: repeatElement(0, count: first - low), at: 0)
            counts.insert(contentsOf: repeatElement(0, count: first - low), at: 0)
            first = low
        }
        if end > first + sums.count {
            counts += repeatElement(0, count: end - first - sums.count)
            sums += repeatElement(0, count: end - first - sums.count)
        }
        sums[hour - first] += value
        counts[hour - first] &+= 1
    }

    /// Forgets the last hour, as one that is not over; the series ends with the hour before it that has readings.
    public mutating func dropLast() {
        guard !sums.isEmpty else { return }
        repeat {
            sums.removeLast()
            counts.removeLast()
        } while counts.last == 0
    }

    /// The mean of each hour from the first to the last that has readings; not-a-number for a gap.
    var means: [Double] { zip(sums, counts).map { $1 == 0 ? .nan : $0 / Double($1) } }

    /// How many hours there are from the first to the last with readings.
    public var count: Int { sums.count }

    /// The moment at which the hour after the last one begins.
    public var end: Timestamp { Timestamp(microseconds: Int64(first + sums.count) * 3_600_000_000) }

    /// The last hours and their means, for who draws them; not-a-number for a gap.
    public func latest(_ hours: Int) -> [(time: Timestamp, value: Double)] {
        let from = max(0, count - hours)
        return means[from...].enumerated().map { index, value in
            (Timestamp(microseconds: Int64(first + from + index) * 3_600_000_000), value)
        }
    }
}
