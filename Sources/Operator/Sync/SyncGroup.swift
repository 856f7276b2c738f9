internal import ArgumentParser

/// The commands of `millwright sync …`.
struct SyncGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Shows how hub and gateway stand with each other; on a gateway also starts and stops it.",
        subcommands: [SyncStatus.self, SyncNow.self, SyncPause.self, SyncResume.self])
}
