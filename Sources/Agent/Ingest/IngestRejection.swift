public import Runtime

/// Why a message, or one metric of it, was not taken; it goes to the quarantine with this and its raw bytes.
public struct IngestRejection: CodedError, Sendable, Equatable {
    /// The reasons; their raw values are the codes that the documentation lists and the counters carry.
    public enum Reason: String, Sendable, CaseIterable {
        /// No profile's template matches the topic.
        case topicUnknown = "TOPIC_UNKNOWN"
        /// A level of the topic cannot be a machine's or a metric's name.
        case topicInvalid = "TOPIC_INVALID"
        case topicLimitReached = "TOPIC_LIMIT_REACHED"
        case machineLimitReached = "MACHINE_LIMIT_REACHED"
        case metricLimitReached = "METRIC_LIMIT_REACHED"
        /// The machine's profile has no such metric.
        case metricUnknown = "METRIC_UNKNOWN"
        case payloadTooLarge = "PAYLOAD_TOO_LARGE"
        case payloadNotJSON = "PAYLOAD_NOT_JSON"
        case payloadTooDeep = "PAYLOAD_TOO_DEEP"
        case keyDuplicate = "KEY_DUPLICATE"
        case valueMissing = "VALUE_MISSING"
        case valueNotANumber = "VALUE_NOT_A_NUMBER"
        case valueOutOfRange = "VALUE_OUT_OF_RANGE"
        case unitMismatch = "UNIT_MISMATCH"
        case qualityUnknown = "QUALITY_UNKNOWN"
        case timeInvalid = "TIME_INVALID"
        case timeInFuture = "TIME_IN_FUTURE"
        /// A retained message without a time: it may be from any day, and its arrival says nothing.
        case timeMissing = "TIME_MISSING"
        /// A state or acknowledgement without what it must hold.
        case fieldInvalid = "FIELD_INVALID"
    }

    /// What counters and the quarantine group by.
    public var reason: Reason
    /// The metric or key of the payload at fault; nothing when it is the whole message.
    public var field: String?
    /// One sentence for people, with the value or the limit that it is about.
    public var message: String

    /// A rejection by its parts; making one counts nothing.
    public init(_ reason: Reason, field: String? = nil, _ message: String) {
        self.reason = reason
        self.field = field
        self.message = message
    }

    /// The reason's raw value, as `TIME_IN_FUTURE`.
    public var code: String { reason.rawValue }
}
