public import Telemetry

/// Where in a JSON object the values of metrics stand.
public struct JSONMapping: Sendable, Equatable {
    /// One metric's value.
    public struct Value: Sendable, Equatable {
        /// Nothing for the metric that the topic names.
        public var metric: MetricName?
        /// Where the number stands.
        public var path: JSONPath
        /// Where the unit's spelling stands in the payload.
        public var unitPath: JSONPath?
        /// The spelling of the unit that the device always means.
        public var unitConstant: String?
        /// Whether a message without it is rejected; a message without any value always is.
        public var isRequired: Bool

        /// A place for a value; of `unitPath` and `unitConstant` at most one is set.
        public init(
            metric: MetricName?, path: JSONPath, unitPath: JSONPath? = nil, unitConstant: String? = nil,
            isRequired: Bool = false
        ) {
            self.metric = metric
            self.path = path
            self.unitPath = unitPath
            self.unitConstant = unitConstant
            self.isRequired = isRequired
        }
    }

    /// How a number that is a time is counted; a text is always RFC 3339.
    public enum TimeUnit: String, Sendable, CaseIterable {
        case microseconds = "us"
        case milliseconds = "ms"
        case seconds = "s"
        case rfc3339
    }

    /// One or more; no two at one place.
    public var values: [Value]
    /// Nothing when the device sends no time.
    public var timePath: JSONPath?
    /// What a number at `timePath` counts; unused without a path.
    public var timeUnit: TimeUnit
    /// Nothing when the device sends none: every value is then good.
    public var qualityPath: JSONPath?

    /// A mapping of these values; without a time, readings take that of their arrival.
    public init(
        values: [Value], timePath: JSONPath? = nil, timeUnit: TimeUnit = .milliseconds, qualityPath: JSONPath? = nil
    ) {
        self.values = values
        self.timePath = timePath
        self.timeUnit = timeUnit
        self.qualityPath = qualityPath
    }
}
