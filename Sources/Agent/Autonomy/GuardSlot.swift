internal import AnalyticsAnomaly
internal import DeviceProfiles
internal import Runtime
internal import Telemetry

/// What a guard keeps of one metric of its machine.
struct GuardSlot: Sendable {
    let definition: MetricDefinition
    var scorer: StreamingScorer?
    /// The scorer of what the twin did not predict; nothing for metrics that it does not predict.
    var residual: StreamingScorer?
    /// Its score of the newest row that had a measurement.
    var residualScore: MetricScore?
    var anomaly: AnomalyMonitor?
    var baseline: Baseline?
    /// Places in the guard's lists of what looks at this metric.
    var limits: [Int]
    let rules: [Int]
    /// Rules of the policy language that look at this metric.
    let policies: [Int]

    var score = MetricScore(score: 0, expected: 0, low: 0, high: 0, isReady: false)
    var value = Double.nan
    var time: Timestamp?
    /// When its last reading came, or when the agent began to wait for one; nothing before it was ever seen.
    var heard: Uptime?
    /// Whether a limit of it is crossed: then nothing is learned from it.
    var isAlarming = false
    /// Nothing for a metric that no rule is about.
    var evidence: EvidenceRing?

    init(definition: MetricDefinition, limits: [Int], rules: [Int], policies: [Int]) {
        self.definition = definition
        self.limits = limits
        self.rules = rules
        self.policies = policies
        scorer = definition.isScored ? StreamingScorer(resolution: definition.deadband) : nil
    }

    mutating func hear(_ value: Double, at time: Timestamp) {
        self.value = value
        self.time = time
        evidence?.append(value, at: time)
    }

    /// A limit that is crossed must not become the usual.
    mutating func learnUsual(_ value: Double, at time: Timestamp) {
        if !isAlarming { baseline?.learn(value, at: time) }
    }

    /// For people: `Motor temperature`, or the metric's name.
    var title: String {
        NumberText.sentence(definition.title.isEmpty ? definition.name.text : definition.title)
    }

    func text(_ value: Double) -> String { NumberText.of(value, unit: definition.unit) }
}
