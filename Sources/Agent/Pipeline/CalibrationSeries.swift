internal import AgentStore
internal import AnalyticsTwin
internal import Telemetry

/// One value of a calibrated twin that is kept with the telemetry.
///
/// What is learned moves slowly, so it is rounded to what it is good for and only kept when that has changed, or after
/// ten minutes, so that a chart has points: nine series for each machine would else cost as much as its readings.
struct CalibrationSeries {
    /// What a series is of.
    struct Kind: Sendable {
        var name: String
        var unit: String
        /// Parts of the unit that are told apart, one.
        var parts: Double
        var value: @Sendable (CalibratedTwin) -> Double?
    }

    private static let pauseSecondsMax: Double = 600

    let series: SeriesIndex?
    private let kind: Kind
    private var newest: (value: Double, time: Timestamp)?

    init(_ kind: Kind, series: SeriesIndex?) {
        self.kind = kind
        self.series = series
    }

    /// The value now; nothing when it is as it was, or not known.
    mutating func news(of twin: CalibratedTwin, at time: Timestamp) -> Double? {
        guard twin.twin.state.time != nil, let exact = kind.value(twin), exact.isFinite else { return nil }
        let value = (exact * kind.parts).rounded() / kind.parts
        if let newest, newest.value == value, abs(time.seconds(since: newest.time)) < Self.pauseSecondsMax {
            return nil
        }
        newest = (value, time)
        return value
    }

    /// Residuals, how good the last day's predictions were, how sure the next one is, and what is left of the life.
    static let all = [
        Kind(name: "temperature_residual", unit: "Cel", parts: 100) { $0.twin.state.temperatureResidual },
        Kind(name: "temperature_error", unit: "Cel", parts: 100) { $0.calibration.temperatureError },
        Kind(name: "temperature_deviation", unit: "Cel", parts: 100) { $0.temperature.deviation },
        Kind(name: "vibration_residual", unit: "mm/s", parts: 1_000) { $0.twin.state.vibrationResidual },
        Kind(name: "vibration_error", unit: "mm/s", parts: 1_000) { $0.calibration.vibrationError },
        Kind(name: "vibration_deviation", unit: "mm/s", parts: 1_000) { $0.vibration.deviation },
        Kind(name: "remaining_hours", unit: "h", parts: 1) { $0.remainingLife.hours },
        Kind(name: "remaining_low", unit: "h", parts: 1) { $0.remainingLife.low },
        Kind(name: "remaining_high", unit: "h", parts: 1) { $0.remainingLife.high },
    ]
}
