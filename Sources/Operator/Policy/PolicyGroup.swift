internal import ArgumentParser

/// The commands of `millwright policy …`.
struct PolicyGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Works with what a gateway's agent does by itself.",
        subcommands: [PolicyTest.self])
}
