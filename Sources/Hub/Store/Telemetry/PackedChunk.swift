/// Readings of one series within one day in the form of a row of the table `chunks`, which says how they are written.
package struct PackedChunk: Sendable, Equatable {
    /// Readings in one row at most: a day at 5 a second is some 26 rows, and a row stays well under a megabyte.
    package static let readingsMax = 16_384
    package static let dayMicroseconds: Int64 = 86_400_000_000

    package var first: Int64
    package var last: Int64
    package var count: Int
    package var tick: Int64
    package var step: Int64
    package var offsets: PackedIntegers
    package var values: PackedValues
    /// Nothing: all good.
    package var qualities: [Int16]?

    /// A chunk as a row of the table has it.
    package init(
        first: Int64, last: Int64, count: Int, tick: Int64, step: Int64, offsets: PackedIntegers, values: PackedValues,
        qualities: [Int16]?
    ) {
        self.first = first
        self.last = last
        self.count = count
        self.tick = tick
        self.step = step
        self.offsets = offsets
        self.values = values
        self.qualities = qualities
    }

    /// Packs readings in the order of time, all of one day and at least one.
    package init(times: ArraySlice<Int64>, values: ArraySlice<Double>, qualities: ArraySlice<UInt8>?) {
        guard let first = times.first, let last = times.last else {
            preconditionFailure("because the callers cut non-empty runs")
        }
        self.first = first
        self.last = last
        count = times.count
        tick = Self.tick(of: times, from: first)
        let span = (last - first) / tick
        // To the nearest: rounded down, the expected times of 500 readings would drift by up to 500 ticks.
        step = count > 1 ? (span + Int64(count - 1) / 2) / Int64(count - 1) : 0
        var numbers: [Int64] = []
        numbers.reserveCapacity(count)
        var expected: Int64 = 0
        for time in times {
            numbers.append((time - first) / tick - expected)
            expected += step
        }
        offsets = PackedIntegers(numbers)
        self.values = PackedValues(values)
        let isGood = qualities?.allSatisfy { $0 == 0 } ?? true
        self.qualities = isGood ? nil : qualities?.map(Int16.init)
    }

    /// Cuts readings in the order of time into chunks that stay within their day.
    package static func chunks(times: [Int64], values: [Double], qualities: [UInt8]?) -> [PackedChunk] {
        var chunks: [PackedChunk] = []
        var start = 0
        while start < times.count {
            let day = Self.day(of: times[start])
            var end = start + 1
            while end < times.count, end - start < readingsMax, Self.day(of: times[end]) == day { end += 1 }
            let range = start..<end
            chunks.append(
                PackedChunk(times: times[range], values: values[range], qualities: qualities.map { $0[range] }))
            start = end
        }
        return chunks
    }

    /// The readings' times again, microseconds since 1970.
    ///
    /// A row that was damaged gives wrong times and does not stop the hub: sums wrap around.
    package var times: [Int64] {
        var expected: Int64 = 0
        return offsets.numbers(count: count).map { offset in
            defer { expected &+= step }
            return first &+ tick &* (expected &+ offset)
        }
    }

    /// About how many bytes its arrays take, each with a header.
    var footprint: Int {
        let header = 32
        return 3 * header + offsets.byteCount + values.byteCount + 2 * (qualities?.count ?? 0)
    }

    /// Days since 1970-01-01, also before it.
    package static func day(of time: Int64) -> Int64 {
        let day = time / dayMicroseconds
        return time % dayMicroseconds < 0 ? day - 1 : day
    }

    /// The coarsest of second, millisecond and microsecond in which all distances are whole.
    private static func tick(of times: ArraySlice<Int64>, from first: Int64) -> Int64 {
        var tick: Int64 = 1_000_000
        for time in times {
            while tick > 1, (time - first) % tick != 0 { tick /= 1_000 }
            if tick == 1 { break }
        }
        return tick
    }
}
