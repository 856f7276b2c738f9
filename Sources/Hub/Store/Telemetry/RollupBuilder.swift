internal import Telemetry

/// Gathers measured readings into buckets of a minute, and those into hours and days.
package struct RollupBuilder: Sendable {
    /// A bucket of one series; the series is its place in the list that it is given with.
    package struct Key: Hashable, Sendable, Comparable {
        package var series: Int
        package var start: Int64

        package static func < (left: Key, right: Key) -> Bool {
            (left.series, left.start) < (right.series, right.start)
        }
    }

    package private(set) var minutes: [Key: RollupCell] = [:]

    package init() {}

    /// Adds a column of readings in the order of time; those of bad quality are left out.
    package mutating func add(series: Int, times: [Int64], values: [Double], qualities: [UInt8]?) {
        var cell = RollupCell()
        var start = Int64.min
        var end = Int64.min
        for index in times.indices {
            if let qualities, qualities[index] == Self.bad { continue }
            let time = times[index]
            if time >= end || time < start {
                merge(cell, series, start)
                cell = RollupCell()
                start = RollupLevel.minute.start(of: time)
                end = start.addingSaturating(RollupLevel.minute.width)
            }
            cell.add(values[index])
        }
        merge(cell, series, start)
    }

    /// Adds buckets that the edge made of readings of a series; one that cannot be is left out.
    package mutating func add(
        series: Int, starts: [Int64], counts: [Double], means: [Double], minima: [Double], maxima: [Double]
    ) {
        for (index, time) in starts.enumerated() {
            let (count, mean) = (counts[index], means[index])
            guard (1...Self.countMax).contains(count), minima[index] <= maxima[index] else { continue }
            let cell = RollupCell(
                count: Int32(count), sum: mean * count, min: minima[index], max: maxima[index])
            merge(cell, series, RollupLevel.minute.start(of: time))
        }
    }

    /// The buckets of a level.
    package func cells(_ level: RollupLevel) -> [Key: RollupCell] {
        if level == .minute { return minutes }
        var cells: [Key: RollupCell] = [:]
        for (key, cell) in minutes {
            cells[Key(series: key.series, start: level.start(of: key.start)), default: RollupCell()].add(cell)
        }
        return cells
    }

    private mutating func merge(_ cell: RollupCell, _ series: Int, _ start: Int64) {
        guard cell.count > 0 else { return }
        minutes[Key(series: series, start: start), default: RollupCell()].add(cell)
    }

    /// Readings of one bucket of one series at most: 15 minutes at a million a second.
    private static let countMax = 1e9

    /// `Quality.bad`.
    private static let bad: UInt8 = 2
}
