internal import Settings

/// What agents' rounds may cost.
struct SyncSettings: Sendable {
    var frameBytesMax = 8 << 20
    var roundsMax = 16
    var agentOfflineAfter = Duration.seconds(60)

    mutating func read(_ reader: inout SettingsReader) {
        frameBytesMax = reader.value(
            .byteSize(
                "sync.frame_max", default: 8 << 20, in: (64 << 10)...(8 << 20), about: "A round as it travels."))
        roundsMax = reader.value(
            .integer("sync.rounds_max", default: 16, in: 1...1_024, about: "Rounds that are worked on at once."))
        agentOfflineAfter = reader.value(
            .duration(
                "sync.agent_offline_after", default: .seconds(60), in: .seconds(5)...(.seconds(86_400)),
                about: "After this long without a round an agent counts as gone."))
    }
}
