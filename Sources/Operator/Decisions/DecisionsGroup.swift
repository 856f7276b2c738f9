internal import ArgumentParser

/// The commands of `millwright decisions …`.
struct DecisionsGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decisions",
        abstract: "Shows what agents decided by themselves and why, makes decisions again, and answers those that ask.",
        subcommands: [DecisionsList.self, DecisionsShow.self, DecisionsReplay.self, DecisionsAnswer.self])
}
