package import AnalyticsAnomaly
package import DeviceProfiles
package import Telemetry

/// When the scores of one metric are an alert: when they are high for longer than they usually are.
///
/// An alert needs 10 high scores in one run and twice the longest recent run (`OddRun`), for the profile's on-delay.
/// Measured on a memory of 40 s (AR(1) of 0.95, a reading in 2 s, a score of 0.9975): 3.1 alerts a day for 8 of 10 high
/// scores alone, 0.5 in this way; without a memory none.
///
/// The score asked of each metric is `1 − (1 − asked) / m` for a machine of m scored metrics, so that the machine's
/// rate is the one that was asked.
package struct AnomalyMonitor: Sendable {
    package static let highToRaise = 10.0
    /// Scored readings (15 minutes at one in 2 s) after which it has seen enough of how its series wanders; until then
    /// only what lies three times as far out as the band is high.
    package static let youth: UInt32 = 450

    package let slot: Int
    package let warningScore: Double
    package let criticalScore: Double
    package var crossing: Crossing
    package var life = AlertLife()
    package var run = OddRun(least: AnomalyMonitor.highToRaise, kept: 0.98)
    /// Readings that were scored, up to `youth`.
    package var seen: UInt32 = 0

    package init(slot: Int, warningScore: Double, definition: AnomalyDefinition, intervalSeconds: Double) {
        self.slot = slot
        self.warningScore = warningScore
        criticalScore = definition.criticalScore ?? 2
        crossing = Crossing(
            onDelaySeconds: definition.onDelaySeconds, offDelaySeconds: definition.offDelaySeconds,
            gapSecondsMax: max(30, 10 * intervalSeconds))
    }

    /// The score asked of each of `metrics` so that a machine passes `asked` as often as one metric would.
    package static func score(asked: Double, metrics: Int) -> Double {
        1 - (1 - asked) / Double(max(1, metrics))
    }

    /// Whether the alert that is active is a warning and this score is critical.
    package func isWorse(_ score: MetricScore) -> Bool {
        score.score >= criticalScore && life.isActive && life.alert?.severity != .critical
    }

    /// Takes the score of a reading; `began` tells when the run of high scores began.
    package mutating func step(_ score: MetricScore, of value: Double, at time: Timestamp) -> Crossing.Change? {
        guard score.isReady else { return nil }
        seen = min(seen + 1, Self.youth)
        let isHigh = score.score >= warningScore && (seen >= Self.youth || Self.isFarOut(value, score))
        if !isHigh, run.isQuiet, crossing.state == .idle { return nil }
        return crossing.step(&run, isHigh: isHigh, at: time)
    }

    private static func isFarOut(_ value: Double, _ score: MetricScore) -> Bool {
        value > score.expected + 3 * (score.high - score.expected)
            || value < score.expected - 3 * (score.expected - score.low)
    }
}
