public import SyncWire
internal import Telemetry

/// A segment made ready for the database, outside of any transaction: chunks and rollups by series.
public struct PackedSegment: Sendable {
    /// One metric of one machine, as the edge names it.
    struct Series: Hashable, Sendable {
        var machine: MachineKey
        var metric: MetricName
    }

    struct Chunk: Sendable {
        /// The place of its series in `series`.
        var series: Int
        var chunk: PackedChunk
    }

    private(set) var series: [Series] = []
    /// The unit of each series, as its last column in the segment says.
    private(set) var units: [String] = []
    private(set) var chunks: [Chunk] = []
    private(set) var rollups = RollupBuilder()

    /// Packs a segment; about 50 ns a value.
    public init(_ content: SegmentContent) {
        var places: [Series: Int] = [:]
        for block in content.blocks {
            for column in block.columns {
                add(column, at: block.times, place(block.machine, column.metric, column.unit, &places))
            }
            if block.isDerived { addAggregates(block, &places) }
        }
    }

    /// About how many bytes of memory it takes.
    public var footprint: Int {
        let rows = chunks.reduce(0) { $0 + MemoryLayout<Chunk>.stride + $1.chunk.footprint }
        // A dictionary is three quarters full at most, and half of that just after it has grown.
        let cell = 2 * (MemoryLayout<RollupBuilder.Key>.stride + MemoryLayout<RollupCell>.stride)
        return rows + rollups.minutes.count * cell + series.count * 4 * MemoryLayout<Series>.stride
    }

    /// The place of a series, which is made when it is new; a changed unit is taken over.
    private mutating func place(
        _ machine: MachineKey, _ metric: MetricName, _ unit: String, _ places: inout [Series: Int]
    ) -> Int {
        let key = Series(machine: machine, metric: metric)
        if let place = places[key] {
            units[place] = unit
            return place
        }
        places[key] = series.count
        series.append(key)
        units.append(unit)
        return series.count - 1
    }

    /// Readings that were thinned on the edge count in the rollups of their series, so that totals stay right.
    private mutating func addAggregates(_ block: SegmentBlock, _ places: inout [Series: Int]) {
        for counts in block.columns {
            guard case (.count, let metric)? = MetricAggregate.parse(counts.metric) else { continue }
            func column(_ aggregate: MetricAggregate) -> SegmentColumn? {
                block.columns.first { $0.metric == aggregate.name(of: metric) }
            }
            guard let mean = column(.mean), let min = column(.min), let max = column(.max) else { continue }
            rollups.add(
                series: place(block.machine, metric, mean.unit, &places), starts: block.times, counts: counts.values,
                means: mean.values, minima: min.values, maxima: max.values)
        }
    }

    private mutating func add(_ column: SegmentColumn, at times: [Int64], _ place: Int) {
        for chunk in PackedChunk.chunks(times: times, values: column.values, qualities: column.qualities) {
            chunks.append(Chunk(series: place, chunk: chunk))
        }
        guard !column.metric.isDerived else { return }
        rollups.add(series: place, times: times, values: column.values, qualities: column.qualities)
    }
}
