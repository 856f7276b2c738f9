internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright agent revoke`.
struct AgentRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Refuses an agent from now on, with all of its certificates.",
        discussion: """
            For a gateway that was lost, stolen or given away. What it sent stays; what it still holds does not come any
            more. The gateway goes on by itself, without the hub, until it is enrolled anew as another agent.
            """)

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The agent: its name or id.") var agent: String
    @Flag(help: "It cannot be taken back, so it has to be said.") var forGood = false

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            let found = try await AgentDirectory(client: client).find(agent)
            guard forGood else {
                throw CommandFailure(
                    "NOT_CONFIRMED",
                    Screen.plain("\(found.name) cannot come back as the same agent; if that is meant: --for-good"))
            }
            _ = try await client.call(.delete, "/api/agents/\(found.id)")
            print(Screen.plain("\(found.name) is revoked: its certificates open nothing any more"))
        }
    }
}
