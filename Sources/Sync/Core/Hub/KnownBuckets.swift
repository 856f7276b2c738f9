internal import Runtime
internal import Telemetry

/// The buckets of aggregates of one metric in a block, and in which of them the hub has a reading.
///
/// A segment does not say how wide its buckets are: one reaches to the next, and no farther than the widest.
struct KnownBuckets: Sendable {
    let block: Int
    /// In which no reading is known: one entry for each start.
    private(set) var free: [Bool]
    private let starts: [Int64]

    static let widest = Int64(ThinningLevel.quarter.seconds) * 1_000_000

    init(block: Int, starts: [Int64]) {
        self.block = block
        self.starts = starts
        free = Array(repeating: true, count: starts.count)
    }

    /// Marks the buckets in which some times fall.
    mutating func mark(_ times: [Int64]) {
        for time in times {
            let place = starts.indices.end { starts[$0] <= time } - 1
            if place >= 0, time < starts[place].addingSaturating(Self.widest) { free[place] = false }
        }
    }
}
