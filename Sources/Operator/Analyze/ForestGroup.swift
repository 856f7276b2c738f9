internal import ArgumentParser

/// The commands of `millwright analyze forest …`.
struct ForestGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forest",
        abstract: "Learns an isolation forest from a file, and scores rows by it.",
        subcommands: [ForestFit.self, ForestScore.self])
}
