extension MQTTError.Reason {
    /// One sentence: what is wrong and what to do.
    var advice: String {
        switch self {
        case .unreachable: "the broker cannot be reached; check that it runs and that host and port are right"
        case .nameUnknown: "the broker's host name cannot be resolved; check its spelling and the DNS"
        case .badCredentials: "the broker refused the user name or password"
        case .notAuthorised: "the broker does not allow this client; check its access rules and the credentials"
        case .clientIDRefused: "the broker refused the client id; choose a shorter one or another"
        case .versionRefused: "the broker does not speak this version of MQTT; try the other one"
        case .brokerUnavailable: "the broker says that it is unavailable; try again later"
        case .refused: "the broker refused the connection"
        case .connectionLost: "the connection to the broker was lost; two clients with one client id do that as well"
        case .keepAliveExpired: "the broker did not answer in the keep-alive time"
        case .tlsFailed: "the TLS handshake failed; check the authority, the host name and the certificate's dates"
        case .tlsFileUnreadable: "a TLS file cannot be used; check that it exists, is PEM and may be read"
        case .protocolViolated: "the broker broke the protocol, or does not speak this version of MQTT"
        case .payloadTooLarge: "the payload is larger than MQTT or the broker allows"
        case .topicInvalid: "the topic is not allowed: empty, not UTF-8, longer than 65 535 bytes, or has a wildcard"
        case .notConnected: "there is no connection to the broker"
        case .publishRefused: "the broker refused the message; check its access rules"
        case .subscriptionRefused: "the broker refused the subscription; check its access rules"
        case .optionInvalid: "a connection option is not allowed"
        case .outOfMemory: "there is not enough memory"
        case .system: "the operating system reported an error"
        }
    }
}
