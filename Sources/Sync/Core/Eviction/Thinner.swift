internal import SyncWire
internal import Telemetry

/// The state of one thinning.
struct Thinner {
    private let width: Int64
    private let sparing: [MachineKey: [ClosedRange<Int64>]]
    private var kept = SeriesColumns()
    private var cells: [SeriesColumns.Key: [Int64: AggregateCell]] = [:]
    private var units: [SeriesColumns.Key: String] = [:]
    private var folded = GapTally()

    init(width: Int64, sparing: [SparedWindow]) {
        self.width = width
        self.sparing = Dictionary(grouping: sparing, by: \.machine).mapValues { $0.map(\.times) }
    }

    /// Folds the readings of a measured series, bucket by bucket.
    mutating func fold(_ key: SeriesColumns.Key, _ column: SeriesColumns.Column) {
        guard MetricAggregate.allCases.allSatisfy({ $0.name(of: key.metric) != nil }) else {
            return kept.put(column, for: key)
        }
        let spared = sparing[key.machine] ?? []
        var left = SeriesColumns.Column(unit: column.unit)
        var start = 0
        while start < column.times.count {
            let bucket = self.bucket(column.times[start])
            var end = start
            var foldable: [Int] = []
            var others: [Int] = []
            while end < column.times.count, self.bucket(column.times[end]) == bucket {
                let time = column.times[end]
                if spared.contains(where: { $0.contains(time) }) { others.append(end) } else { foldable.append(end) }
                end += 1
            }
            if foldable.count > Thinning.readingsKept {
                take(foldable, of: column, key, bucket)
                for place in others { left.append(column, place) }
            } else {
                for place in start..<end { left.append(column, place) }
            }
            start = end
        }
        kept.put(left, for: key)
    }

    /// Folds buckets that were made before into wider ones.
    ///
    /// The five series of a metric were always written together, so they have the same times.
    mutating func widen(_ metric: MetricName, of machine: MachineKey, _ columns: SeriesColumns) {
        func column(_ aggregate: MetricAggregate) -> SeriesColumns.Column? {
            aggregate.name(of: metric).flatMap { columns.columns[.init(machine: machine, metric: $0)] }
        }
        guard let count = column(.count), let mean = column(.mean), let min = column(.min), let max = column(.max),
            let last = column(.last), [mean, min, max, last].allSatisfy({ $0.times == count.times })
        else { return }
        let key = SeriesColumns.Key(machine: machine, metric: metric)
        units[key] = mean.unit
        for (place, time) in count.times.enumerated() {
            let cell = AggregateCell(
                count: count.values[place], mean: mean.values[place], min: min.values[place], max: max.values[place],
                last: last.values[place], time: time)
            cells[key, default: [:]][bucket(time), default: AggregateCell()].add(cell)
            folded.add(machine, from: time, to: time, readings: 0)
        }
    }

    /// Of a series that the agent computed, the last value of each bucket stays.
    mutating func keepLast(_ key: SeriesColumns.Key, _ column: SeriesColumns.Column) {
        var left = SeriesColumns.Column(unit: column.unit)
        for place in column.times.indices {
            let next = place + 1
            if next == column.times.count || bucket(column.times[next]) != bucket(column.times[place]) {
                left.append(column, place)
            }
        }
        kept.put(left, for: key)
    }

    /// What is left and what was folded.
    mutating func finish() -> Thinned {
        for (key, buckets) in cells {
            kept.put(buckets, of: key.metric, unit: units[key] ?? "1", machine: key.machine)
        }
        return Thinned(content: kept.content(), folded: folded)
    }

    private mutating func take(
        _ places: [Int], of column: SeriesColumns.Column, _ key: SeriesColumns.Key, _ bucket: Int64
    ) {
        var cell = cells[key]?[bucket] ?? AggregateCell()
        guard let first = places.first, let last = places.last else { return }
        folded.add(
            key.machine, from: column.times[first], to: column.times[last], readings: UInt64(places.count))
        for place in places {
            if column.qualities[place] == Quality.bad.rawValue { continue }
            cell.add(column.values[place], at: column.times[place])
        }
        units[key] = column.unit
        cells[key, default: [:]][bucket] = cell
    }

    private func bucket(_ time: Int64) -> Int64 {
        let remainder = time % width
        return time.subtractingSaturating(remainder < 0 ? remainder + width : remainder)
    }
}

extension SeriesColumns.Column {
    fileprivate mutating func append(_ other: Self, _ place: Int) {
        append(other.times[place], other.values[place], other.qualities[place])
    }
}
