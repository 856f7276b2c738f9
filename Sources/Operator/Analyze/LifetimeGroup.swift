internal import ArgumentParser

/// The commands of `millwright analyze rul …`.
struct LifetimeGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rul",
        abstract: "Learns from units that ran to their end how long others will still run, and says so.",
        subcommands: [LifetimeFit.self, LifetimePredict.self])
}
