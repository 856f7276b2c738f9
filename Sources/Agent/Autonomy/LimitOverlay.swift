public import DeviceProfiles
public import Telemetry

/// A limit that people have set on one machine, in the place of its profile's or beside them.
public struct LimitOverlay: Sendable, Equatable {
    /// Whose values are compared.
    public var metric: MetricName
    /// Limits of one kind on one metric are steps of one alert.
    public var kind: AlertKind
    /// What the alert has while this is the worst step that is crossed.
    public var severity: Severity
    /// On which side the abnormal lies.
    public var direction: LimitDefinition.Direction
    /// In the metric's unit.
    public var value: Double

    /// A limit by its parts.
    public init(
        metric: MetricName, kind: AlertKind, severity: Severity, direction: LimitDefinition.Direction, value: Double
    ) {
        self.metric = metric
        self.kind = kind
        self.severity = severity
        self.direction = direction
        self.value = value
    }

    /// Reads the parts of a field's path, as `limit.temperature.TEMPERATURE.CRITICAL.above`; case does not matter for
    /// words, and nothing comes of anything else.
    public init?(path parts: [Substring], value: Double) {
        guard parts.count >= 5, parts.first == "limit", value.isFinite,
            let direction = LimitDefinition.Direction(rawValue: parts[parts.count - 1].lowercased()),
            let severity = Severity(rawValue: parts[parts.count - 2].uppercased()),
            let metric = MetricName(parts[1..<(parts.count - 3)].joined(separator: "."))
        else { return nil }
        self.init(
            metric: metric, kind: AlertKind(rawValue: parts[parts.count - 3].uppercased()), severity: severity,
            direction: direction, value: value)
    }
}
