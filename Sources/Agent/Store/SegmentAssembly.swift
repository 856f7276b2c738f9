internal import SyncWire
internal import Telemetry

/// Orders the readings of the open window as a segment wants them: by machine, series that share their times in one
/// block.
enum SegmentAssembly {
    /// The content of the window; empty when the window is.
    static func content(of window: OpenWindow, series: SeriesTable) -> SegmentContent {
        let places = placesBySeries(window, seriesCount: series.entries.count)
        var blocks: [SegmentBlock] = []
        var open: [MachineKey: [Int]] = [:]  // the places in `blocks` of a machine's blocks
        for (index, entry) in series.entries.enumerated() {
            let own = places.order[places.starts[index]..<places.starts[index + 1]]
            guard !own.isEmpty else { continue }
            let times = own.map { window.times[Int($0)] }
            let column = column(window, own, metric: entry.metric, unit: entry.unit)
            let isDerived = entry.metric.isDerived
            let sharing = open[entry.machine, default: []].first {
                blocks[$0].isDerived == isDerived && blocks[$0].times == times
            }
            if let sharing {
                blocks[sharing].columns.append(column)
            } else {
                open[entry.machine, default: []].append(blocks.count)
                blocks.append(
                    SegmentBlock(machine: entry.machine, isDerived: isDerived, times: times, columns: [column]))
            }
        }
        return SegmentContent(blocks: blocks)
    }

    /// The places of the readings, series after series and by time within each (a counting sort, then a repair of what
    /// came out of order).
    private static func placesBySeries(_ window: OpenWindow, seriesCount: Int) -> (order: [Int32], starts: [Int]) {
        var starts = [Int](repeating: 0, count: seriesCount + 1)
        for place in 0..<window.count { starts[Int(window.series[place]) + 1] += 1 }
        for index in 0..<seriesCount { starts[index + 1] += starts[index] }
        var next = starts
        var order = [Int32](repeating: 0, count: window.count)
        for place in 0..<window.count {
            let index = Int(window.series[place])
            order[next[index]] = Int32(truncatingIfNeeded: place)
            next[index] += 1
        }
        for index in 0..<seriesCount {
            let range = starts[index]..<starts[index + 1]
            let isOrdered = range.dropFirst().allSatisfy {
                window.times[Int(order[$0 - 1])] <= window.times[Int(order[$0])]
            }
            if !isOrdered { order[range].sort { window.times[Int($0)] < window.times[Int($1)] } }
        }
        return (order, starts)
    }

    private static func column(
        _ window: OpenWindow, _ places: ArraySlice<Int32>, metric: MetricName, unit: String
    ) -> SegmentColumn {
        let values = places.map { window.values[Int($0)] }
        let isGood = places.allSatisfy { window.qualities[Int($0)] == Quality.good.rawValue }
        return SegmentColumn(
            metric: metric, unit: unit, values: values,
            qualities: isGood ? nil : places.map { window.qualities[Int($0)] })
    }
}
