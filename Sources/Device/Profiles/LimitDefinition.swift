public import Telemetry

/// A limit whose crossing raises an alert (plant.md, Alerts).
///
/// It is crossed when the value has been beyond the threshold for `onDelaySeconds`, and returned to normal when it has
/// been back by more than `hysteresis` for `offDelaySeconds`. Limits of one kind on one metric are steps of one alert:
/// the worst that is crossed gives the severity.
public struct LimitDefinition: Sendable, Equatable {
    /// On which side the abnormal lies.
    public enum Direction: String, Sendable, CaseIterable {
        case above
        case below
    }

    /// Limits of one kind on one metric are steps of one alert.
    public var kind: AlertKind
    /// The one whose values are compared; it is one of the profile's.
    public var metric: MetricName
    /// The metric's slot.
    public var slot: Int
    /// What the alert has while this is the worst step that is crossed.
    public var severity: Severity
    /// `above` alerts on values over the threshold, `below` on those under it.
    public var direction: Direction
    /// In the metric's unit, or a multiple of its baseline.
    public var threshold: Threshold
    /// In the metric's unit, 0 or more.
    public var hysteresis: Double
    /// 0 to 86 400; 0 alerts on the first value beyond.
    public var onDelaySeconds: Double
    /// 0 to 86 400; 0 returns on the first value that is back.
    public var offDelaySeconds: Double
    /// Whether the alert goes to evaluation: a rule, or the hub, must say what to do.
    public var asksForDecision: Bool

    /// A limit that alerts at once and asks nobody unless said otherwise.
    public init(
        kind: AlertKind, metric: MetricName, slot: Int, severity: Severity, direction: Direction, threshold: Threshold,
        hysteresis: Double = 0, onDelaySeconds: Double = 0, offDelaySeconds: Double = 0, asksForDecision: Bool = false
    ) {
        self.kind = kind
        self.metric = metric
        self.slot = slot
        self.severity = severity
        self.direction = direction
        self.threshold = threshold
        self.hysteresis = hysteresis
        self.onDelaySeconds = onDelaySeconds
        self.offDelaySeconds = offDelaySeconds
        self.asksForDecision = asksForDecision
    }
}
