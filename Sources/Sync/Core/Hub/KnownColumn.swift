internal import Runtime

/// A column of a segment, and which of its values the hub has at the same times.
struct KnownColumn: Sendable {
    let block: Int
    let column: Int
    /// What the hub has not: one entry for each time.
    private(set) var fresh: [Bool]
    private let times: [Int64]
    private let values: [Double]
    /// The places by time and value, where several share a time; nothing where none do.
    private let order: [Int]?

    init(block: Int, column: Int, times: [Int64], values: [Double]) {
        self.block = block
        self.column = column
        self.times = times
        self.values = values
        fresh = Array(repeating: true, count: times.count)
        let rises = zip(times, times.dropFirst()).allSatisfy { $0 < $1 }
        order = rises ? nil : times.indices.sorted { Self.key(times, values, $0) < Self.key(times, values, $1) }
    }

    /// Marks what is among some readings, by time and by the bits of the value.
    mutating func mark(_ seenTimes: [Int64], _ seenValues: [Double]) {
        guard let first = times.first, let last = times.last else { return }
        for (time, value) in zip(seenTimes, seenValues) where time >= first && time <= last {
            let sought = (time, value.bitPattern)
            var rank = times.indices.end { key(at: $0) < sought }
            // What equals one that is marked is marked as well.
            while rank < times.count, key(at: rank) == sought, fresh[place(rank)] {
                fresh[place(rank)] = false
                rank += 1
            }
        }
    }

    private func place(_ rank: Int) -> Int { order?[rank] ?? rank }

    private func key(at rank: Int) -> (Int64, UInt64) { Self.key(times, values, place(rank)) }

    private static func key(_ times: [Int64], _ values: [Double], _ place: Int) -> (Int64, UInt64) {
        (times[place], values[place].bitPattern)
    }
}
