internal import SyncWire
internal import Telemetry

/// Readings by series, out of any number of segments, and the way back into the blocks of one.
struct SeriesColumns {
    struct Key: Hashable, Comparable {
        let machine: MachineKey
        let metric: MetricName

        static func < (left: Key, right: Key) -> Bool {
            (left.machine, left.metric) < (right.machine, right.metric)
        }
    }

    struct Column {
        var unit: String
        var times: [Int64] = []
        var values: [Double] = []
        /// `Quality.rawValue` of each.
        var qualities: [UInt8] = []

        mutating func append(_ time: Int64, _ value: Double, _ quality: UInt8) {
            times.append(time)
            values.append(value)
            qualities.append(quality)
        }

        /// In the order of time; readings of one time stay in the order in which they came.
        func inOrder() -> Column {
            guard zip(times, times.dropFirst()).contains(where: { $0 > $1 }) else { return self }
            let order = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
            return Column(
                unit: unit, times: order.map { times[$0] }, values: order.map { values[$0] },
                qualities: order.map { qualities[$0] })
        }
    }

    private(set) var columns: [Key: Column] = [:]

    init() {}

    /// All readings of some segments, each series in the order of time.
    init(_ contents: [SegmentContent]) {
        for content in contents {
            for block in content.blocks {
                for column in block.columns {
                    let qualities =
                        column.qualities ?? Array(repeating: Quality.good.rawValue, count: block.times.count)
                    let key = Key(machine: block.machine, metric: column.metric)
                    var known = columns.removeValue(forKey: key) ?? Column(unit: column.unit)
                    known.unit = column.unit
                    known.times += block.times
                    known.values += column.values
                    known.qualities += qualities
                    columns[key] = known
                }
            }
        }
        columns = columns.mapValues { $0.inOrder() }
    }

    /// The series in an order that follows from their names alone.
    var sorted: [(key: Key, column: Column)] {
        columns.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    mutating func put(_ column: Column, for key: Key) {
        guard !column.times.isEmpty else { return }
        columns[key] = column
    }

    /// Takes buckets of a measured series as its five derived ones.
    mutating func put(_ buckets: [Int64: AggregateCell], of metric: MetricName, unit: String, machine: MachineKey) {
        let sorted = buckets.filter { $0.value.count > 0 }.sorted { $0.key < $1.key }
        for aggregate in MetricAggregate.allCases {
            guard let name = aggregate.name(of: metric) else { continue }
            var column = Column(unit: aggregate == .count ? "1" : unit)
            for (start, cell) in sorted { column.append(start, cell.value(of: aggregate), Quality.good.rawValue) }
            put(column, for: Key(machine: machine, metric: name))
        }
    }

    /// Blocks of series that share their times, machine by machine.
    func content() -> SegmentContent {
        var blocks: [SegmentBlock] = []
        var own: [Int] = []  // the places of the machine's blocks
        for (key, column) in sorted {
            if let last = blocks.last, last.machine != key.machine { own = [] }
            let qualities = column.qualities.allSatisfy { $0 == Quality.good.rawValue } ? nil : column.qualities
            let made = SegmentColumn(metric: key.metric, unit: column.unit, values: column.values, qualities: qualities)
            let isDerived = key.metric.isDerived
            let sharing = own.first { blocks[$0].isDerived == isDerived && blocks[$0].times == column.times }
            if let sharing {
                blocks[sharing].columns.append(made)
            } else {
                own.append(blocks.count)
                blocks.append(
                    SegmentBlock(machine: key.machine, isDerived: isDerived, times: column.times, columns: [made]))
            }
        }
        return SegmentContent(blocks: blocks)
    }
}
