internal import Settings

/// What agents' rounds may cost.
struct SyncSettings: Sendable {
    var frameBytesMax = 8 << 20
    var unpackedBytesMax = 64 << 20
    var creditBytes = 2 << 20
    var roundsMax = 16
    var agentOfflineAfter = Duration.seconds(60)

    mutating func read(_ reader: inout SettingsReader) {
        let sizes = (64 << 10)...(64 << 20)
        frameBytesMax = reader.value(
            .byteSize("sync.frame_max", default: 8 << 20, in: sizes, about: "A round as it travels."))
        unpackedBytesMax = reader.value(
            .byteSize("sync.unpacked_max", default: 64 << 20, in: sizes, about: "A round when it is unpacked."))
        creditBytes = reader.value(
            .byteSize(
                "sync.credit", default: 2 << 20, in: (64 << 10)...(8 << 20),
                about: "What an agent may send in one round."))
        roundsMax = reader.value(
            .integer("sync.rounds_max", default: 16, in: 1...1_024, about: "Rounds that are worked on at once."))
        agentOfflineAfter = reader.value(
            .duration(
                "sync.agent_offline_after", default: .seconds(60), in: .seconds(5)...(.seconds(86_400)),
                about: "After this long without a round an agent counts as gone."))
    }
}
