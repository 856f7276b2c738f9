import SyncWire
import Telemetry

/// What blocks of readings come to: each reading, and counts for each series and hour; written without the product's
/// own roll-ups, so that those are held against it as well.
struct SeriesTotals {
    private struct Cell {
        var count = 0
        var sum = 0.0
        var least = Double.infinity
        var most = -Double.infinity

        mutating func add(_ count: Int, sum: Double, _ least: Double, _ most: Double) {
            self.count += count
            self.sum += sum
            self.least = min(self.least, least)
            self.most = max(self.most, most)
        }
    }

    private(set) var readings: [String] = []
    private var derived: [String: Int] = [:]
    private var hours: [String: Cell] = [:]

    var derivedValues: [String] { derived.map { "\($0.key): \($0.value)" } }

    var hoursShown: [String] {
        hours.map { hour, cell in
            "\(hour): \(cell.count) readings, \(Self.eighths(cell.sum)) eighths from \(Self.eighths(cell.least)) to "
                + "\(Self.eighths(cell.most))"
        }
    }

    mutating func add(_ block: SegmentBlock) {
        let machine = block.machine.machine
        for column in block.columns {
            if block.isDerived {
                derived["\(machine) \(column.metric.text)", default: 0] += column.values.count
                addThinned(column, block)
                continue
            }
            for (time, value) in zip(block.times, column.values) {
                readings.append("\(machine) \(column.metric.text) at \(time): \(Self.eighths(value)) eighths")
                hours[Self.hour(machine, column.metric, time), default: Cell()].add(1, sum: value, value, value)
            }
        }
    }

    /// Readings that were thinned count in the hours of their series.
    private mutating func addThinned(_ counts: SegmentColumn, _ block: SegmentBlock) {
        guard case (.count, let metric)? = MetricAggregate.parse(counts.metric) else { return }
        func values(_ aggregate: MetricAggregate) -> [Double]? {
            block.columns.first { $0.metric == aggregate.name(of: metric) }?.values
        }
        guard let means = values(.mean), let minima = values(.min), let maxima = values(.max) else { return }
        for (index, time) in block.times.enumerated() {
            hours[Self.hour(block.machine.machine, metric, time), default: Cell()].add(
                Int(counts.values[index]), sum: means[index] * counts.values[index], minima[index], maxima[index])
        }
    }

    private static func hour(_ machine: String, _ metric: MetricName, _ time: Int64) -> String {
        "\(machine) \(metric.text) \(time - time % 3_600_000_000)"
    }

    /// The devices of the simulator measure eighths.
    private static func eighths(_ value: Double) -> Int { Int((value * 8).rounded()) }
}
