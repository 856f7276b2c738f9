internal import Settings

/// How the hub listens for agents, and what their rounds may cost.
struct SyncSettings: Sendable {
    var listen = NetworkAddress(host: "127.0.0.1", port: 8443)
    var publicAddress: String?
    var names: [String] = []
    var certificateFile: String?
    var keyFile: String?
    var connectionsMax = 20_000
    var frameBytesMax = 8 << 20
    var roundsMax = 16
    var roundsASecond = 1_000
    var agentOfflineAfter = Duration.seconds(60)
    var subscriptionGrace = Duration.seconds(14 * 86_400)

    mutating func read(_ reader: inout SettingsReader) {
        listen = reader.value(.address("sync.listen", default: listen, about: "Where the hub listens for agents."))
        publicAddress = reader.value(
            .optionalText("sync.public_url", about: "The address of sync.listen as agents see it."))
        if let publicAddress, !publicAddress.hasPrefix("https://") {
            reader.conflict(at: "sync.public_url", "agents call over TLS only", hint: "write it as https://host:port")
        }
        names = reader.value(
            .list("sync.names", default: [], about: "More names and addresses that agents call the hub by."))
        certificateFile = reader.value(
            .optionalText("sync.tls.cert_file", about: "A certificate from elsewhere for sync.listen (PEM)."))
        keyFile = reader.value(.optionalText("sync.tls.key_file", about: "The key of that certificate (PEM)."))
        if (certificateFile == nil) != (keyFile == nil) {
            reader.conflict(at: "sync.tls.cert_file", "a certificate needs its key, and a key its certificate")
        }
        connectionsMax = reader.value(
            .integer("sync.connections_max", default: 20_000, in: 1...1_000_000, about: "Connections of agents."))
        frameBytesMax = reader.value(
            .byteSize(
                "sync.frame_max", default: 8 << 20, in: (64 << 10)...(8 << 20), about: "A round as it travels."))
        roundsMax = reader.value(
            .integer(
                "sync.rounds_max", default: 16, in: 1...1_024,
                about: "Rounds that are worked on at once; sixteen times as many wait, others are told to come again."))
        roundsASecond = reader.value(
            .integer(
                "sync.rounds_per_second", default: 1_000, in: 1...1_000_000,
                about: "Agents with nothing pressing are asked to leave so long between rounds that all make these."))
        agentOfflineAfter = reader.value(
            .duration(
                "sync.agent_offline_after", default: .seconds(60), in: .seconds(5)...(.seconds(86_400)),
                about: "After this long without a round an agent counts as gone, or after three of its own intervals."))
        subscriptionGrace = reader.value(
            .duration(
                "sync.subscription_grace", default: .seconds(14 * 86_400), in: .seconds(0)...(.seconds(365 * 86_400)),
                about: "How long telemetry is taken in after a subscription ran out; events always are."))
    }
}
