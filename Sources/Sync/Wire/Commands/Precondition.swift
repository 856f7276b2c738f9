public import Telemetry

/// What must hold on the edge when a command is carried out.
public struct Precondition: Sendable, Equatable {
    /// How a measured value is compared.
    public enum Comparison: String, Sendable, CaseIterable {
        case less = "<"
        case atMost = "<="
        case equal = "="
        case atLeast = ">="
        case greater = ">"
    }

    /// One measured value that must be as said.
    public struct Measured: Sendable, Equatable {
        /// Of the command's machine.
        public var metric: MetricName
        /// Between the newest value and `value`.
        public var comparison: Comparison
        /// In the metric's unit.
        public var value: Double
        /// The newest value may be so old at most; 0: of any age.
        public var ageSecondsMax: Double

        /// A condition by its parts.
        public init(metric: MetricName, comparison: Comparison, value: Double, ageSecondsMax: Double = 0) {
            self.metric = metric
            self.comparison = comparison
            self.value = value
            self.ageSecondsMax = ageSecondsMax
        }
    }

    /// The machine's document must hold all of this.
    public var versions: VersionVector
    /// No latch may be set but those of `latchesSeen`.
    public var latchesClear: Bool
    /// Latches that the issuer knew and accepts, by the writes that set them.
    public var latchesSeen: [Dot]
    /// The machine's effective status; nothing: any.
    public var status: MachineStatus?
    /// All must hold.
    public var measured: [Measured]

    /// A precondition by its parts; unless said otherwise no latch may be set.
    public init(
        versions: VersionVector = VersionVector(), latchesClear: Bool = true, latchesSeen: [Dot] = [],
        status: MachineStatus? = nil, measured: [Measured] = []
    ) {
        self.versions = versions
        self.latchesClear = latchesClear
        self.latchesSeen = latchesSeen
        self.status = status
        self.measured = measured
    }

    /// Conditions on measured values at most.
    public static let measuredMax = 16
}
