public import Telemetry

/// A machine that an agent hears for the first time, or whose profile, metrics or connection changed.
public struct MachineSeen: Sendable, Equatable {
    /// One metric as the profile declares it.
    public struct Metric: Sendable, Equatable {
        public var name: MetricName
        public var unit: String
        /// How often a reading is expected.
        public var intervalSeconds: Double

        public init(name: MetricName, unit: String, intervalSeconds: Double) {
            self.name = name
            self.unit = unit
            self.intervalSeconds = intervalSeconds
        }
    }

    public var machine: MachineKey
    /// `name@version`, as `pump@1`.
    public var profile: String
    public var machineType: String
    /// Whether the device says that it is connected.
    public var isOnline: Bool
    public var metrics: [Metric]
    public var at: Timestamp

    public init(
        machine: MachineKey, profile: String, machineType: String, isOnline: Bool, metrics: [Metric], at: Timestamp
    ) {
        self.machine = machine
        self.profile = profile
        self.machineType = machineType
        self.isOnline = isOnline
        self.metrics = metrics
        self.at = at
    }
}
