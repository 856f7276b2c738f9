internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright agent adopt`.
struct AgentAdopt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Says that the newcomer is the agent from now on; the other life of it ends.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The agent: its name or id.") var agent: String
    @Option(help: "The life that is meant, where several wait: the beginning of its id.") var incarnation: String?

    func run() async throws {
        try await Reporting.run {
            try await AgentVerdict(client: options.client()).give("adopt", agent, incarnation)
        }
    }
}
