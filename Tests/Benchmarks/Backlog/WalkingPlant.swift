internal import AgentStore
internal import Runtime
internal import Telemetry

/// Metrics of a plant that walk about their mean, with as many digits as sensors give; four to a machine.
struct WalkingPlant {
    private let series: [SeriesIndex]
    private var levels: [Double]
    private var random = SeededRandom(seed: 2)
    private let isNoise: Bool

    init(_ store: AgentStore, metrics: Int, isNoise: Bool) throws {
        let names = ["power", "temperature", "vibration", "pressure"]
        let units = ["kW", "Cel", "mm/s", "bar"]
        series = (0..<metrics).compactMap { number in
            guard let key = MachineKey(factory: "backlog", machine: "m-\(number / 4)"),
                let name = MetricName(names[number % 4])
            else { return nil }
            return store.series.index(machine: key, metric: name, unit: units[number % 4])
        }
        levels = series.map { _ in 40 }
        self.isNoise = isNoise
    }

    /// One reading of each metric.
    mutating func step(_ store: AgentStore, at time: Int64) {
        for place in series.indices {
            store.append(series: series[place], time: time, value: value(place), quality: 0)
        }
    }

    private mutating func value(_ place: Int) -> Double {
        if isNoise { return Double(random.next() >> 11) }
        levels[place] += Double(Int(random.next() & 0xFF) - 128) / 400 - 0.01 * (levels[place] - 40)
        return (levels[place] * 1_000).rounded() / 1_000
    }
}
