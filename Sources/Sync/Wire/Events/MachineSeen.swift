public import Telemetry

/// A machine that an agent hears for the first time, or whose profile, metrics or connection changed.
public struct MachineSeen: Sendable, Equatable {
    /// One metric as the profile declares it.
    public struct Metric: Sendable, Equatable {
        /// Unique within the machine's profile.
        public var name: MetricName
        /// As the profile writes it, as `kW`.
        public var unit: String
        /// How often a reading is expected.
        public var intervalSeconds: Double

        /// A metric by its three parts.
        public init(name: MetricName, unit: String, intervalSeconds: Double) {
            self.name = name
            self.unit = unit
            self.intervalSeconds = intervalSeconds
        }
    }

    /// One limit that stands at a fixed value, as the profile declares it.
    public struct Limit: Sendable, Equatable {
        /// The metric that is watched.
        public var metric: MetricName
        /// What its alert is about.
        public var kind: AlertKind
        /// How bad its crossing is.
        public var severity: Severity
        /// Whether the abnormal lies below it.
        public var isBelow: Bool
        /// In the metric's unit.
        public var threshold: Double

        /// A limit at a fixed value.
        public init(metric: MetricName, kind: AlertKind, severity: Severity, isBelow: Bool, threshold: Double) {
            self.metric = metric
            self.kind = kind
            self.severity = severity
            self.isBelow = isBelow
            self.threshold = threshold
        }
    }

    /// The factory and the machine by their names on the edge.
    public var machine: MachineKey
    /// `name@version`, as `pump@1`.
    public var profile: String
    /// The kind of machine that the profile is for, as `PUMP`.
    public var machineType: String
    /// Whether the device says that it is connected.
    public var isOnline: Bool
    /// At most 4 096; decoding refuses more.
    public var metrics: [Metric]
    /// Those of the metrics' limits that do not follow a learned baseline.
    public var limits: [Limit]
    /// When the agent saw it, by its own clock.
    public var at: Timestamp

    /// What was seen of a machine, by its parts.
    public init(
        machine: MachineKey, profile: String, machineType: String, isOnline: Bool, metrics: [Metric],
        limits: [Limit] = [], at: Timestamp
    ) {
        self.machine = machine
        self.profile = profile
        self.machineType = machineType
        self.isOnline = isOnline
        self.metrics = metrics
        self.limits = limits
        self.at = at
    }
}
