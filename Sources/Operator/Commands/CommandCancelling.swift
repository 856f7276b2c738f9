internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright command cancel`.
struct CommandCancelling: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Takes a command back; one that has gone to the device is not stopped by it.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The command's id.") var id: String
    @Option(help: "Why, for those who look later.") var reason: String?

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            let path = "/api/commands/\(PercentText.escaped(id))"
            _ = try await client.call(.delete, path, query: [("reason", reason)])
            let after = ToldCommand(json: try await client.call(.get, path).data)
            print("\(id) \(after.isEnded ? after.outcome : "\(after.state); the agent is told to leave it")")
        }
    }
}
