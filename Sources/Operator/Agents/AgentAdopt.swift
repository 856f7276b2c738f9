internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright agent adopt`.
struct AgentAdopt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Says that the newcomer is the agent from now on.",
        discussion: """
            What it sent while it was apart is taken in. The other life of the agent is a copy from then on: should it
            speak again, what it says waits until it is adopted by its id or rejected.
            """)

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The agent: its name or id.") var agent: String
    @Option(help: "The life that is meant, where several wait: the beginning of its id.") var incarnation: String?

    func run() async throws {
        try await Reporting.run {
            try await AgentVerdict(client: options.client()).give("adopt", agent, incarnation)
        }
    }
}
