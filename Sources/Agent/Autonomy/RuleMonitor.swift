internal import AnalyticsAnomaly
internal import DeviceProfiles
internal import Telemetry

/// One rule of the profile and whether its condition has held for its duration.
///
/// It fires once an episode: when its condition begins to count, and not again until it was over for ten minutes or a
/// person has changed the machine's status since.
struct RuleMonitor: Sendable {
    let rule: AutonomyRule
    var crossing: Crossing
    /// When it last fired, and when that episode ended; nothing once it may fire again at any time.
    var firedAt: Timestamp?
    var endedAt: Timestamp?

    init(rule: AutonomyRule, intervalSeconds: Double) {
        self.rule = rule
        crossing = Crossing(
            onDelaySeconds: rule.forSeconds, offDelaySeconds: rule.forSeconds,
            gapSecondsMax: max(30, 10 * intervalSeconds))
    }

    /// Takes a reading; gives the threshold and the beginning when the rule fires.
    mutating func step(
        _ value: Double, score: MetricScore, baseline: Double?, at time: Timestamp
    ) -> (threshold: Double, since: Timestamp)? {
        guard let (place, threshold) = Self.place(of: value, score: score, baseline: baseline, rule) else { return nil }
        switch crossing.step(place, at: time) {
        case .began(let since):
            if let endedAt, time.seconds(since: endedAt) <= AlertLife.groupSeconds {
                self.endedAt = nil
                return nil
            }
            firedAt = time
            endedAt = nil
            return (threshold, since)
        case .ended:
            if firedAt != nil { endedAt = time }
            return nil
        case nil:
            return nil
        }
    }

    /// A person has decided about the machine: what comes next is a new episode.
    mutating func rearm() {
        crossing.state = .idle
        firedAt = nil
        endedAt = nil
    }

    /// Where a reading lies for a rule, and the threshold in the metric's unit or as a score.
    static func place(
        of value: Double, score: MetricScore, baseline: Double?, _ rule: AutonomyRule
    ) -> (Crossing.Place, threshold: Double)? {
        switch rule.condition {
        case .value(let direction, let threshold):
            guard let threshold = threshold.value(baseline: baseline) else { return nil }
            return (
                Crossing.Place(
                    value: value, threshold: threshold, hysteresis: rule.hysteresis, direction: direction), threshold
            )
        case .score(let atLeast):
            guard score.isReady else { return nil }
            return (score.score >= atLeast ? .beyond : .back, atLeast)
        }
    }
}
