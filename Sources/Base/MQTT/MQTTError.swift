public import Runtime

/// What can go wrong between a client and its broker; the set is closed and each case says what to do.
public struct MQTTError: CodedError, Equatable {
    /// The kinds of failure.
    public enum Reason: String, Sendable, CaseIterable {
        case unreachable = "MQTT_UNREACHABLE"
        case nameUnknown = "MQTT_NAME_UNKNOWN"
        case badCredentials = "MQTT_REFUSED_BAD_CREDENTIALS"
        case notAuthorised = "MQTT_REFUSED_NOT_AUTHORISED"
        case clientIDRefused = "MQTT_REFUSED_CLIENT_ID"
        case versionRefused = "MQTT_REFUSED_PROTOCOL_VERSION"
        case brokerUnavailable = "MQTT_REFUSED_UNAVAILABLE"
        case refused = "MQTT_REFUSED"
        case connectionLost = "MQTT_CONNECTION_LOST"
        case keepAliveExpired = "MQTT_KEEPALIVE_EXPIRED"
        case tlsFailed = "MQTT_TLS_FAILED"
        case tlsFileUnreadable = "MQTT_TLS_FILE_UNREADABLE"
        case protocolViolated = "MQTT_PROTOCOL_VIOLATED"
        case payloadTooLarge = "MQTT_PAYLOAD_TOO_LARGE"
        case topicInvalid = "MQTT_TOPIC_INVALID"
        case notConnected = "MQTT_NOT_CONNECTED"
        case publishRefused = "MQTT_PUBLISH_REFUSED"
        case subscriptionRefused = "MQTT_SUBSCRIPTION_REFUSED"
        case optionInvalid = "MQTT_OPTION_INVALID"
        case outOfMemory = "MQTT_OUT_OF_MEMORY"
        case system = "MQTT_SYSTEM_ERROR"
    }

    /// The kind; what to do follows from it, as `isTransient` does.
    public let reason: Reason
    /// What it was about: an address, a file, the library's own words.
    public let detail: String

    /// An error of a kind, and what it was about.
    public init(_ reason: Reason, _ detail: String = "") {
        self.reason = reason
        self.detail = detail
    }

    /// The raw value of the reason, as `MQTT_UNREACHABLE`.
    public var code: String { reason.rawValue }

    /// What to do about it, and in brackets what it was about.
    public var message: String { detail.isEmpty ? reason.advice : "\(reason.advice) (\(detail))" }

    /// Whether trying again without a person's help can succeed.
    public var isTransient: Bool {
        switch reason {
        case .unreachable, .nameUnknown, .brokerUnavailable, .connectionLost, .keepAliveExpired, .notConnected, .system,
            .outOfMemory:
            true
        default: false
        }
    }
}
