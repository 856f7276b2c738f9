internal import Settings

/// Every key of `agent.yaml`, with its default and range; the file says the same in words.
enum AgentKeys {
    static let name = SettingKey<String>.text("agent.name", default: "gateway", about: "the agent's name at the hub")
    static let dataFolder = SettingKey<String>.text(
        "agent.data_dir", default: "/var/lib/millwright-agent", about: "the folder of everything that the agent keeps")
    static let profilesFolder = SettingKey<String>.text(
        "agent.profiles_dir", default: "/etc/millwright/firmware-profiles", about: "the folder of firmware profiles")

    static let brokerHost = SettingKey<String>.text("mqtt.host", default: "127.0.0.1", about: "the broker's host")
    static let brokerPort = SettingKey<Int>.integer(
        "mqtt.port", default: 1_883, in: 1...65_535, about: "the broker's port")
    static let clientID = SettingKey<String?>.optionalText(
        "mqtt.client_id", about: "the client id, the same after every restart")
    static let username = SettingKey<String?>.optionalText("mqtt.username", about: "the user's name at the broker")
    static let passwordFile = SecretKey("mqtt.password_file", about: "the password at the broker")
    static let brokerProtocol = SettingKey<String>.choice(
        "mqtt.protocol", default: "3.1.1", of: ["3.1.1", "5"], about: "the version of MQTT")
    static let keepAlive = SettingKey<Duration>.duration(
        "mqtt.keepalive", default: .seconds(30), in: .seconds(5)...(.seconds(3_600)),
        about: "how long the connection may be silent")
    static let inflightMax = SettingKey<Int>.integer(
        "mqtt.inflight_max", default: 1_000, in: 1...65_535, about: "messages that the broker sends ahead (MQTT 5)")
    static let batchMax = SettingKey<Int>.integer(
        "mqtt.batch_max", default: 2_000, in: 1...100_000, about: "messages in one transaction")
    static let reconnectMin = SettingKey<Duration>.duration(
        "mqtt.reconnect_min", default: .seconds(1), in: .milliseconds(100)...(.seconds(3_600)),
        about: "the first wait before connecting again")
    static let reconnectMax = SettingKey<Duration>.duration(
        "mqtt.reconnect_max", default: .seconds(30), in: .milliseconds(100)...(.seconds(3_600)),
        about: "the longest wait before connecting again")
    static let topics = SettingKey<[String]>.list(
        "mqtt.topics", default: [], about: "topic filters instead of those of the profiles")
    static let brokerTLS = SettingKey<Bool>.flag("mqtt.tls.enabled", default: false, about: "TLS to the broker")
    static let brokerAuthorities = SettingKey<String?>.optionalText(
        "mqtt.tls.ca_file", about: "authorities of the broker's certificate")
    static let brokerCertificate = SettingKey<String?>.optionalText(
        "mqtt.tls.cert_file", about: "the agent's certificate for the broker")
    static let brokerKey = SettingKey<String?>.optionalText("mqtt.tls.key_file", about: "the key of that certificate")

    static let payloadMax = SettingKey<Int>.byteSize(
        "ingest.payload_max", default: 64 << 10, in: (1 << 10)...(16 << 20), about: "the largest payload")
    static let machinesMax = SettingKey<Int>.integer(
        "ingest.machines_max", default: 2_000, in: 1...100_000, about: "machines that are known at most")
    static let metricsMax = SettingKey<Int>.integer(
        "ingest.metrics_per_machine_max", default: 64, in: 1...256, about: "metrics of one machine at most")
    static let topicsMax = SettingKey<Int>.integer(
        "ingest.topics_max", default: 50_000, in: 100...10_000_000, about: "topics that are known at most")
    static let futureTolerance = SettingKey<Duration>.duration(
        "ingest.future_tolerance", default: .seconds(300), in: .zero...(.seconds(30 * 86_400)),
        about: "how far a device's clock may be ahead")
    static let defaultProfile = SettingKey<String>.text(
        "ingest.default_profile", default: "generic", about: "the profile of machines that nobody described")

    static let budget = SettingKey<Int>.byteSize(
        "store.budget", default: 8 << 30, in: (16 << 20)...(16 << 40), about: "bytes of everything in the data folder")
    static let freeMin = SettingKey<Int>.byteSize(
        "store.free_min", default: 256 << 20, in: 0...(1 << 40), about: "bytes that stay free on the file system")
    static let sealAfterOnline = SettingKey<Duration>.duration(
        "store.seal_after_online", default: .seconds(10), in: .seconds(1)...(.seconds(3_600)),
        about: "how old readings become before they are sealed, with the hub")
    static let sealAfterOffline = SettingKey<Duration>.duration(
        "store.seal_after_offline", default: .seconds(120), in: .seconds(1)...(.seconds(3_600)),
        about: "how old readings become before they are sealed, without the hub")
    static let sealReadingsMax = SettingKey<Int>.integer(
        "store.seal_readings_max", default: 65_536, in: 1_024...65_536, about: "readings that are sealed together")
    static let telemetryRetention = SettingKey<Duration>.duration(
        "store.telemetry_retention", default: .seconds(2 * 86_400), in: .zero...(.seconds(3_650 * 86_400)),
        about: "how long readings stay after the hub has them")
    static let eventRetention = SettingKey<Duration>.duration(
        "store.event_retention", default: .seconds(30 * 86_400), in: .zero...(.seconds(3_650 * 86_400)),
        about: "how long events stay after the hub has them")
    static let quarantineMax = SettingKey<Int>.integer(
        "store.quarantine_max", default: 10_000, in: 0...1_000_000, about: "rejected messages that are kept")

    static let hub = SettingKey<String?>.optionalText("sync.hub", about: "where rounds go")
    static let identityFile = SettingKey<String?>.optionalText(
        "sync.identity_file", about: "key and certificate of the agent")
    static let hubAuthorities = SettingKey<String?>.optionalText(
        "sync.ca_file", about: "authorities of the hub's certificate")
    static let interval = SettingKey<Duration>.duration(
        "sync.interval", default: .seconds(2), in: .milliseconds(100)...(.seconds(3_600)),
        about: "from one round to the next")
    static let timeout = SettingKey<Duration>.duration(
        "sync.timeout", default: .seconds(30), in: .seconds(1)...(.seconds(600)), about: "how long an answer may take")
    static let backoffMin = SettingKey<Duration>.duration(
        "sync.backoff_min", default: .seconds(1), in: .milliseconds(100)...(.seconds(86_400)),
        about: "the first wait after a failed round")
    static let backoffMax = SettingKey<Duration>.duration(
        "sync.backoff_max", default: .seconds(300), in: .milliseconds(100)...(.seconds(86_400)),
        about: "the longest wait after a failed round")
    static let roundMax = SettingKey<Int>.byteSize(
        "sync.batch_max", default: 2 << 20, in: (64 << 10)...(8 << 20), about: "what one round carries")

    static let falseAlarmRate = SettingKey<Double>.number(
        "scoring.false_alarm_rate", default: 0.01, in: 0.000_001...0.5,
        about: "the part of normal readings that may look abnormal")
    static let derivedInterval = SettingKey<Duration>.duration(
        "scoring.derived_interval", default: .seconds(10), in: .seconds(1)...(.seconds(3_600)),
        about: "how often scores and the twin's values are kept")
    static let energyRate = SettingKey<Double>.number(
        "scoring.energy_rate", default: 0.12, in: 0...1_000, about: "money a kWh")

    static let listen = SettingKey<NetworkAddress>.address(
        "console.listen", default: NetworkAddress(host: "127.0.0.1", port: 8_081),
        about: "where the local page listens")
    static let controlSocket = SettingKey<String?>.optionalText(
        "control.socket", about: "where the control socket lies; nothing: `control.sock` in the data folder")
    static let logLevel = SettingKey<String>.choice(
        "log.level", default: "info", of: ["trace", "debug", "info", "notice", "warning", "error", "critical"],
        environment: [EnvironmentName("LOG_LEVEL")], about: "the least level that is logged")
}
