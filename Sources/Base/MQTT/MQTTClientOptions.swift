/// How a client finds its broker, says who it is, and what it wants the connection to be like.
public struct MQTTClientOptions: Sendable {
    /// The protocol's version on the wire.
    public enum Version: Sendable, Equatable {
        case v311
        case v5
    }

    /// A user's name and, where the broker asks for one, the password.
    public struct Credentials: Sendable, Equatable {
        /// Sent as plain text unless `tls` is set.
        public var username: String
        /// Nothing sends none; an empty one is sent as such.
        public var password: String?

        /// Credentials as the broker's password file or plugin knows them.
        public init(username: String, password: String? = nil) {
            self.username = username
            self.password = password
        }
    }

    /// Encryption: whom to trust and, for mutual TLS, who we are.
    ///
    /// Host names are always verified.
    public struct TLS: Sendable, Equatable {
        /// PEM file of trusted authorities; nothing takes those of the system (`/etc/ssl/certs`).
        public var authorityFile: String?
        /// PEM file of this client's certificate; needs `keyFile` as well, or making the client fails.
        public var certificateFile: String?
        /// PEM file of the certificate's private key, not encrypted.
        public var keyFile: String?

        /// TLS with an authority of one's own or the system's, and with or without a client certificate.
        public init(authorityFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil) {
            self.authorityFile = authorityFile
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    /// What the broker publishes when this client is gone without a word.
    public struct Will: Sendable, Equatable {
        /// Without wildcards; at most 65 535 bytes.
        public var topic: String
        /// May be empty; a retained empty one deletes what the broker holds for the topic.
        public var payload: [UInt8]
        /// How hard the broker tries to deliver it to subscribers.
        public var qos: MQTTQoS
        /// Whether the broker keeps it for those who subscribe later.
        public var retain: Bool

        /// A last will.
        public init(topic: String, payload: [UInt8], qos: MQTTQoS = .atLeastOnce, retain: Bool = true) {
            self.topic = topic
            self.payload = payload
            self.qos = qos
            self.retain = retain
        }
    }

    /// A name or an address; a name is looked up anew at each connection.
    public var host: String
    /// 1 to 65 535; 1883 is usual without TLS and 8883 with it.
    public var port: Int
    /// Fixed over restarts when the session is to be kept; at most 23 bytes is safe with every broker.
    public var clientID: String
    /// False keeps the session: the broker holds QoS 1 and 2 messages while this client is away, without an end.
    public var cleanSession = false
    /// Seconds between signs of life, 5 to 65 535.
    public var keepAliveSeconds = 30
    /// Every broker speaks 3.1.1; only MQTT 5 knows `receiveMaximum`.
    public var version = Version.v311
    /// Nothing connects without a name, which a broker may refuse.
    public var credentials: Credentials?
    /// Nothing sends everything unencrypted.
    public var tls: TLS?
    /// Nothing leaves others to find out by silence.
    public var will: Will?
    /// How many unacknowledged messages the broker may send ahead (MQTT 5 only; brokers have their own limit too).
    public var receiveMaximum = 65_535
    /// How many unacknowledged messages this client sends ahead; more wait inside libmosquitto, so bound them above it.
    public var sendMaximum = 65_535

    /// Whether what the broker has not acknowledged is sent again when it is connected to again.
    ///
    /// False for a client that keeps its own books of what it sent: it alone decides what goes a second time.
    public var resendsUnacknowledged = true

    /// Options for a broker; everything else has a default that a service wants.
    public init(host: String = "127.0.0.1", port: Int = 1_883, clientID: String) {
        self.host = host
        self.port = port
        self.clientID = clientID
    }
}
