public import Runtime
public import Telemetry

/// Why no forest was fitted.
public enum FitRefusal: CodedError, Equatable {
    /// The machine has no readings of these metrics.
    case featuresUnknown([MetricName])
    /// The machine has nothing measured at all.
    case nothingMeasured
    /// There are so few moments at which all features have a reading; how many readings each has.
    case tooFewRows(Int, least: Int, found: [FeatureCount])
    /// No feature has two values.
    case nothingVaries
    /// What came of it is larger than an agent takes.
    case tooLarge(bytes: Int)

    /// A feature and how many readings of it there are.
    public struct FeatureCount: Sendable, Equatable {
        /// The metric.
        public var metric: MetricName
        /// Its readings that were looked at.
        public var readings: Int

        /// A count.
        public init(metric: MetricName, readings: Int) {
            self.metric = metric
            self.readings = readings
        }
    }

    /// Stable over versions.
    public var code: String {
        switch self {
        case .featuresUnknown: "FOREST_FEATURE_UNKNOWN"
        case .nothingMeasured, .tooFewRows: "FOREST_TOO_FEW_ROWS"
        case .nothingVaries: "FOREST_NOTHING_VARIES"
        case .tooLarge: "FOREST_TOO_LARGE"
        }
    }

    /// What is missing, in a sentence.
    public var message: String {
        switch self {
        case .featuresUnknown(let metrics):
            return "The machine measures no \(metrics.map(\.text).joined(separator: ", "))."
        case .nothingMeasured: return "The machine has measured nothing in this time."
        case .tooFewRows(let rows, let least, let found):
            let counts = found.map { "\($0.metric.text) \($0.readings)" }.joined(separator: ", ")
            return "Only \(rows) moments have all features, and \(least) are needed; readings in this time: \(counts)."
        case .nothingVaries: return "No feature has two values in this time, so nothing can be set apart."
        case .tooLarge(let bytes): return "The forest has \(bytes) bytes; an agent takes \(FitBounds.bytesMax)."
        }
    }
}
