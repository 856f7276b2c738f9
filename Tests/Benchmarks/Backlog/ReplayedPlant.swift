internal import AgentStore
internal import Runtime
internal import Telemetry

/// A plant whose readings stand in a file: one a line, `machine TAB metric TAB microseconds TAB value`, by time.
struct ReplayedPlant {
    /// A line that is none, by its number.
    struct Malformed: Error, CustomStringConvertible {
        let line: Int
        var description: String { "line \(line) is not: machine, metric, microseconds and value, with tabs between" }
    }

    private let text: [UInt8]
    private var series: [String: SeriesIndex] = [:]

    init(_ text: [UInt8]) {
        self.text = text
    }

    /// Hands all readings to the store; `sealIfFull` is called after each.
    mutating func play(into store: AgentStore, sealIfFull: () throws -> Void) throws {
        for (number, line) in text.split(separator: UInt8(ascii: "\n")).enumerated() {
            let fields = line.split(separator: UInt8(ascii: "\t")).map { String(decoding: $0, as: UTF8.self) }
            guard fields.count == 4, let time = Int64(fields[2]), let value = Double(fields[3]), value.isFinite,
                let index = index(machine: fields[0], metric: fields[1], store)
            else { throw Malformed(line: number + 1) }
            store.append(series: index, time: time, value: value, quality: 0)
            try sealIfFull()
        }
    }

    private mutating func index(machine: String, metric: String, _ store: AgentStore) -> SeriesIndex? {
        if let known = series["\(machine)\t\(metric)"] { return known }
        guard let key = MachineKey(factory: "replay", machine: machine), let name = MetricName(metric) else {
            return nil
        }
        let index = store.series.index(machine: key, metric: name, unit: "1")
        series["\(machine)\t\(metric)"] = index
        return index
    }
}
