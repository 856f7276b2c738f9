internal import AnalyticsAnomaly
internal import DeviceProfiles
internal import Telemetry

/// One rule of the profile and whether its condition has held for its duration.
///
/// It fires once an episode: when its condition begins to count, and not again until it was over for ten minutes or a
/// person has changed the machine's status since. A condition on a score holds while the metric's anomaly alert is
/// active and 7 of the last 10 scores reach it: scores are noisy by their nature, and a rule follows an alert.
struct RuleMonitor: Sendable {
    let rule: AutonomyRule
    /// What a rule of the policy language keeps; nothing for one comparison of one metric.
    var policy: PolicyWatch?
    var crossing: Crossing
    /// The alert that it raises, if it does.
    var life = AlertLife()
    /// When it last fired, and when that episode ended; nothing once it may fire again at any time.
    var firedAt: Timestamp?
    var endedAt: Timestamp?
    /// The newest score that reached a rule on scores.
    private(set) var reachedScore = 0.0
    /// One bit a reading, the newest lowest: whether the score was reached.
    private var reached: UInt16 = 0

    init(rule: AutonomyRule, intervalSeconds: Double) {
        self.rule = rule
        if case .policy(let condition) = rule.condition { policy = PolicyWatch(condition) }
        crossing = Crossing(
            onDelaySeconds: rule.forSeconds, offDelaySeconds: rule.forSeconds,
            gapSecondsMax: max(30, 10 * intervalSeconds))
    }

    /// Takes a reading; gives the threshold and the beginning when the rule fires.
    mutating func step(
        _ value: Double, score: MetricScore, isOdd: Bool, baseline: Double?, at time: Timestamp
    ) -> (threshold: Double, since: Timestamp)? {
        guard let (place, threshold) = place(of: value, score: score, isOdd: isOdd, baseline: baseline) else {
            return nil
        }
        return fire(crossing.step(place, at: time), at: time).map { (threshold, $0) }
    }

    /// Looks at the facts of a policy; gives the beginning when the rule fires.
    mutating func stepPolicy(at time: Timestamp) -> Timestamp? {
        guard let policy else { return nil }
        return fire(crossing.step(policy.place, at: time), at: time)
    }

    /// The kind of alert that is active while its condition counts; a rule that only records raises none.
    var alert: AlertKind? { rule.mode == .shadow ? nil : rule.alert }

    /// Whether it is a policy that looks at the metric of a slot.
    func looks(at slot: Int) -> Bool {
        policy?.atoms.contains { $0.metric?.slot == slot } ?? false
    }

    private mutating func fire(_ change: Crossing.Change?, at time: Timestamp) -> Timestamp? {
        switch change {
        case .began(let since):
            if let endedAt, time.seconds(since: endedAt) <= AlertLife.groupSeconds {
                self.endedAt = nil
                return nil
            }
            firedAt = time
            endedAt = nil
            return since
        case .ended:
            if firedAt != nil { endedAt = time }
            return nil
        case nil:
            return nil
        }
    }

    /// The clock by which it is judged has jumped.
    mutating func shift(seconds: Double) {
        crossing.shift(seconds: seconds)
        firedAt = firedAt?.advanced(seconds: seconds)
        endedAt = endedAt?.advanced(seconds: seconds)
    }

    /// A person has decided about the machine: what comes next is a new episode.
    mutating func rearm() {
        crossing.state = .idle
        firedAt = nil
        endedAt = nil
    }

    /// Where a reading lies, and the threshold in the metric's unit or as a score.
    private mutating func place(
        of value: Double, score: MetricScore, isOdd: Bool, baseline: Double?
    ) -> (Crossing.Place, threshold: Double)? {
        switch rule.condition {
        case .value(let direction, let threshold):
            guard let threshold = threshold.value(baseline: baseline) else { return nil }
            let place = Crossing.Place(
                value: value, threshold: threshold, hysteresis: rule.hysteresis, direction: direction)
            return (place, threshold)
        case .score(let atLeast):
            guard score.isReady else { return nil }
            let isReached = score.score >= atLeast
            reached = (reached << 1 | (isReached ? 1 : 0)) & 0b11_1111_1111
            if isReached { reachedScore = score.score }
            return (isOdd && reached.nonzeroBitCount >= 7 ? .beyond : .back, atLeast)
        case .policy: return nil
        }
    }
}
