internal import AgentAutonomy
internal import AgentStore
internal import AnalyticsAnomaly
internal import AnalyticsTwin
internal import DeviceProfiles
internal import Telemetry

/// The series of what the agent computes about one machine: its score, the bands of its metrics, the twin's values.
struct DerivedSeries {
    /// For how many metrics it was made.
    let metricCount: Int
    private let score: SeriesIndex?
    private let twin: [SeriesIndex?]
    private let bands: [(low: SeriesIndex?, high: SeriesIndex?)]

    init(of watch: MachineWatch, store: AgentStore) {
        func series(_ name: String, _ unit: String) -> SeriesIndex? {
            MetricName(name).flatMap { store.series.index(machine: watch.key, metric: $0, unit: unit) }
        }
        let metrics = watch.guardian.metrics
        metricCount = metrics.count
        score = series("~score", "1")
        twin =
            watch.guardian.twin == nil
            ? [] : [series("~twin.temperature", "Cel"), series("~twin.vibration", "mm/s"), series("~twin.health", "%")]
        bands = metrics.enumerated().map { slot, metric in
            guard watch.guardian.score(slot: slot) != nil else { return (nil, nil) }
            let unit = watch.guardian.profile.metrics.first { $0.name == metric }?.unit ?? "1"
            return (series("~low.\(metric.text)", unit), series("~high.\(metric.text)", unit))
        }
    }

    /// Appends what the models say now, at the time of the machine's newest reading.
    func record(_ watch: MachineWatch, to store: AgentStore) {
        let time = watch.newest.microseconds
        func append(_ series: SeriesIndex?, _ value: Double) {
            guard let series, value.isFinite, time > store.series.newestTime(series) else { return }
            store.append(series: series, time: time, value: value, quality: Quality.good.rawValue)
        }
        let machine = watch.guardian.machineScore
        if machine.worst != nil { append(score, machine.score) }
        if let model = watch.guardian.twin, twin.count == 3 {
            append(twin[0], model.state.temperature)
            append(twin[1], model.state.vibration)
            append(twin[2], model.health)
        }
        for (slot, band) in bands.enumerated() {
            guard let score = watch.guardian.score(slot: slot), score.isReady else { continue }
            append(band.low, score.low)
            append(band.high, score.high)
        }
    }
}
