public import Telemetry

/// The smallest statement of a condition.
///
/// Each is about one number (`AtomFact`), which is said with its case; a number that is not known makes it unknown.
public enum PolicyAtom: Sendable, Equatable {
    /// The newest reading: in the metric's unit, or as a part of its baseline where the threshold is one.
    case value(PolicyMetric, LimitDefinition.Direction, Threshold, hysteresis: Double)
    /// The change a second, in the metric's unit.
    case rate(PolicyMetric, ChangeRate)
    /// How many of the last ten scores reached it while the metric's anomaly alert is active; else 0.
    case score(PolicyMetric, atLeast: Double)
    /// How many of the last ten scores of all metrics together reached it and were an alarm.
    case machineScore(atLeast: Double)
    /// How many of the last ten scores of the machine's isolation forest reached it; not known without a forest.
    case forestScore(atLeast: Double)
    /// The seconds for which nothing of the metric came; not known before the first reading.
    case missing(PolicyMetric, seconds: Double)
    /// A value of the twin.
    case twin(TwinQuantity, LimitDefinition.Direction, Double, hysteresis: Double)
    /// The place of the machine's status in `MachineStatus.allCases`.
    case status([MachineStatus])
    /// The seconds for which the hub has not answered; 0 while it does.
    case hubAway(seconds: Double)
    /// The second of the gateway's local week.
    case hours(HoursWindow)

    /// Scores of the last ten that must reach a score: a rule follows an alert, and scores are noisy by nature.
    public static let scoresToHold = 7.0

    /// Whether it is true of a number; `isHeld` asks with the hysteresis given back, so whether it is still true.
    public func truth(of fact: AtomFact, isHeld: Bool) -> Truth {
        guard let value = fact.value else { return .unknown }
        switch self {
        case .value(_, let direction, let threshold, let hysteresis):
            let slack = isHeld ? hysteresis * fact.hysteresisScale : 0
            return Truth(direction.holds(value, threshold.number, slack: slack))
        case .rate(_, let rate):
            let limit = rate.amount / rate.perSeconds
            return Truth(rate.direction == .rising ? value > limit : -value > limit)
        case .score, .machineScore, .forestScore: return Truth(value >= Self.scoresToHold)
        case .missing(_, let seconds): return Truth(value >= seconds)
        case .twin(_, let direction, let limit, let hysteresis):
            return Truth(direction.holds(value, limit, slack: isHeld ? hysteresis : 0))
        case .status(let statuses):
            return Truth(statuses.contains { MachineStatus.allCases.firstIndex(of: $0).map(Double.init) == value })
        case .hubAway(let seconds): return Truth(value > 0 && value >= seconds)
        case .hours(let window): return Truth(window.contains(secondOfWeek: value))
        }
    }

    /// The metric that it looks at; nothing for one that looks at none.
    public var metric: PolicyMetric? {
        switch self {
        case .value(let metric, _, _, _), .rate(let metric, _), .score(let metric, _), .missing(let metric, _): metric
        case .machineScore, .forestScore, .twin, .status, .hubAway, .hours: nil
        }
    }

    /// The name under which its number stands among a decision's evidence; derived ones begin with `~`.
    public var factName: MetricName? {
        switch self {
        case .value(let metric, _, .absolute, _): metric.name
        case .value(let metric, _, .ofBaseline, _): MetricName("~ofbaseline.\(metric.name)")
        case .rate(let metric, let rate): MetricName("~rate.\(Int(rate.overSeconds)).\(metric.name)")
        case .score(let metric, _): MetricName("~reached.\(metric.name)")
        case .machineScore: MetricName("~reached")
        case .forestScore: MetricName("~forest.reached")
        case .missing(let metric, _): MetricName("~silent.\(metric.name)")
        case .twin(let quantity, _, _, _): MetricName("~twin.\(quantity.rawValue)")
        case .status: MetricName("~status")
        case .hubAway: MetricName("~hub.away")
        case .hours: MetricName("~local.second")
        }
    }
}

extension LimitDefinition.Direction {
    /// Whether a value lies beyond a limit; exactly on it is not beyond.
    func holds(_ value: Double, _ limit: Double, slack: Double) -> Bool {
        self == .above ? value > limit - slack : value < limit + slack
    }
}

extension Threshold {
    /// The number as it is written: in the metric's unit, or the multiple of the baseline.
    var number: Double {
        switch self {
        case .absolute(let value): value
        case .ofBaseline(let factor): factor
        }
    }
}
