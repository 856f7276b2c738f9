internal import AgentAutonomy
internal import AgentStore
internal import AnalyticsAnomaly
internal import AnalyticsTwin
internal import DeviceProfiles
internal import Telemetry

/// The series of what the agent computes about one machine: its scores, the bands of its metrics, the twin's values.
struct DerivedSeries {
    /// For how many metrics it was made.
    let metricCount: Int
    /// Whether it was made for a machine that runs a forest.
    let hasForest: Bool
    private let score: SeriesIndex?
    private let joint: SeriesIndex?
    private let forest: SeriesIndex?
    private let twin: [SeriesIndex?]
    private var calibration: [CalibrationSeries]
    private let bands: [(low: SeriesIndex?, high: SeriesIndex?)]

    init(of watch: MachineWatch, store: AgentStore) {
        func series(_ name: String, _ unit: String) -> SeriesIndex? {
            MetricName(name).flatMap { store.series.index(machine: watch.key, metric: $0, unit: unit) }
        }
        let metrics = watch.guardian.metrics
        metricCount = metrics.count
        score = series("~score", "1")
        joint = series("~joint", "1")
        hasForest = watch.guardian.forestVersion != nil
        forest = hasForest ? series("~forest", "1") : nil
        let hasTwin = watch.guardian.twin != nil
        twin =
            hasTwin
            ? [series("~twin.temperature", "Cel"), series("~twin.vibration", "mm/s"), series("~twin.health", "%")] : []
        calibration =
            hasTwin
            ? CalibrationSeries.all.map { CalibrationSeries($0, series: series("~twin.\($0.name)", $0.unit)) } : []
        bands = metrics.enumerated().map { slot, metric in
            guard watch.guardian.score(slot: slot) != nil else { return (nil, nil) }
            let unit = watch.guardian.profile.metrics.first { $0.name == metric }?.unit ?? "1"
            return (series("~low.\(metric.text)", unit), series("~high.\(metric.text)", unit))
        }
    }

    /// Appends what the models say now, at the time of the machine's newest reading.
    mutating func record(_ watch: MachineWatch, to store: AgentStore, now: Timestamp) {
        let time = watch.newest.microseconds
        func append(_ series: SeriesIndex?, _ value: Double) {
            guard let series, value.isFinite else { return }
            let newest = Timestamp(microseconds: store.series.newestTime(series))
            guard watch.newest > newest || GuardClock.isLeftAhead(newest, by: watch.newest, now: now) else { return }
            store.append(series: series, time: time, value: value, quality: Quality.good.rawValue)
        }
        let machine = watch.guardian.machineScore
        if machine.worst != nil { append(score, machine.score) }
        if let verdict = watch.guardian.jointVerdict { append(joint, (verdict.score * 1e6).rounded() / 1e6) }
        if let verdict = watch.guardian.forestVerdict { append(forest, (verdict.score * 1e6).rounded() / 1e6) }
        if let model = watch.guardian.calibrated {
            append(twin[0], model.twin.state.temperature)
            append(twin[1], model.twin.state.vibration)
            append(twin[2], model.twin.health)
            for index in calibration.indices {
                if let value = calibration[index].news(of: model, at: watch.newest) {
                    append(calibration[index].series, value)
                }
            }
        }
        for (slot, band) in bands.enumerated() {
            guard let score = watch.guardian.score(slot: slot), score.isReady else { continue }
            append(band.low, score.low)
            append(band.high, score.high)
        }
    }
}
