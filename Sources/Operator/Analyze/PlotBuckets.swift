internal import Telemetry

/// A long series as at most 1 000 stretches: the least and the greatest of each, so that no spike is lost.
///
/// When they are full two become one, so that memory does not grow with the file.
struct PlotBuckets {
    /// What lies in one stretch.
    struct Bucket {
        var start: Timestamp
        var low: [Double]
        var high: [Double]
        var score: Double
        var isAlarm: Bool

        /// Adds what comes after it.
        mutating func join(_ next: Bucket) {
            for index in low.indices {
                // `min` of a number and not-a-number depends on their order.
                if !(low[index] <= next.low[index]) {
                    low[index] = next.low[index].isNaN ? low[index] : next.low[index]
                }
                if !(high[index] >= next.high[index]) {
                    high[index] = next.high[index].isNaN ? high[index] : next.high[index]
                }
            }
            score = max(score, next.score)
            isAlarm = isAlarm || next.isAlarm
        }
    }

    private static let bucketsMax = 1_000

    private(set) var buckets: [Bucket] = []
    private var rowsInEach = 1
    private var rowsInLast = 0
    /// The last moment.
    private(set) var end = Timestamp(seconds: 0)

    /// Adds a row.
    mutating func add(_ values: [Double], at time: Timestamp, score: Double, isAlarm: Bool) {
        end = time
        let bucket = Bucket(start: time, low: values, high: values, score: score, isAlarm: isAlarm)
        if rowsInLast == 0 || rowsInLast == rowsInEach {
            if buckets.count == Self.bucketsMax { halve() }
            buckets.append(bucket)
            rowsInLast = 1
        } else {
            buckets[buckets.count - 1].join(bucket)
            rowsInLast += 1
        }
    }

    private mutating func halve() {
        buckets = stride(from: 0, to: buckets.count, by: 2).map { index in
            var joined = buckets[index]
            if index + 1 < buckets.count { joined.join(buckets[index + 1]) }
            return joined
        }
        rowsInEach *= 2
    }
}
