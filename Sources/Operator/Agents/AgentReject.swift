internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright agent reject`.
struct AgentReject: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject",
        abstract: "Says that the newcomer is a copy that must not go on; what it sent stays apart.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The agent: its name or id.") var agent: String
    @Option(help: "The life that is meant, where several wait: the beginning of its id.") var incarnation: String?

    func run() async throws {
        try await Reporting.run {
            try await AgentVerdict(client: options.client()).give("reject", agent, incarnation)
        }
    }
}
