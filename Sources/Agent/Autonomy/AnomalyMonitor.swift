internal import AnalyticsAnomaly
internal import DeviceProfiles
internal import Telemetry

/// When the scores of one metric are an alert: 8 of the last 10 readings scored high, for the profile's on-delay.
///
/// One odd reading in a hundred scores 0.99 by definition; eight in ten do not by chance. The score asked of a metric is
/// `threshold^(1/m)` for a machine of m scored metrics, so that the machine's rate is the one that was asked.
struct AnomalyMonitor: Sendable {
    static let window = 10
    static let highToRaise = 8
    static let highToReturn = 2

    let slot: Int
    let warningScore: Double
    let criticalScore: Double
    var crossing: Crossing
    var life = AlertLife()
    /// One bit a reading, the newest lowest.
    private var high: UInt16 = 0
    /// When the run of high scores began.
    private var since: Timestamp?

    init(slot: Int, warningScore: Double, definition: AnomalyDefinition, intervalSeconds: Double) {
        self.slot = slot
        self.warningScore = warningScore
        criticalScore = definition.criticalScore ?? 2
        crossing = Crossing(
            onDelaySeconds: definition.onDelaySeconds, offDelaySeconds: definition.offDelaySeconds,
            gapSecondsMax: max(30, 10 * intervalSeconds))
    }

    /// The score asked of each of `metrics` so that a machine passes `asked` as often as one metric would.
    static func score(asked: Double, metrics: Int) -> Double {
        // (1 − p)^(1/m) ≈ 1 − p/m, exact to p² for the small p that anyone asks for.
        1 - (1 - asked) / Double(max(1, metrics))
    }

    /// Whether the alert that is active is a warning and this score is critical.
    func isWorse(_ score: MetricScore) -> Bool {
        score.score >= criticalScore && life.isActive && life.alert?.severity != .critical
    }

    /// Takes the score of a reading; `began` tells when the run of high scores began.
    mutating func step(_ score: MetricScore, at time: Timestamp) -> Crossing.Change? {
        guard score.isReady else { return nil }
        let isHigh = score.score >= warningScore
        high = (high << 1 | (isHigh ? 1 : 0)) & ((1 << UInt16(Self.window)) - 1)
        if high == 0 { since = nil } else if isHigh, since == nil { since = time }
        let count = high.nonzeroBitCount
        let place: Crossing.Place =
            count >= Self.highToRaise ? .beyond : count <= Self.highToReturn ? .back : .between
        switch crossing.step(place, at: time) {
        case .began: return .began(since: since ?? time)
        case let change: return change
        }
    }
}
