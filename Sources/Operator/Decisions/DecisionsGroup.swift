internal import ArgumentParser

/// The commands of `millwright decisions …`.
struct DecisionsGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decisions",
        abstract: "Shows what agents decided by themselves and why, and makes decisions again.",
        subcommands: [DecisionsList.self, DecisionsShow.self, DecisionsReplay.self])
}
