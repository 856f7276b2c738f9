internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright command show`.
struct CommandShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows a command with each step that it took.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The command's id, or a beginning of it that only one has.") var id: String
    @Flag(help: "Follow it to its end; the status says how it ended.") var wait = false
    @Option(help: "table or json.") var output = OutputForm.table

    func run() async throws {
        let command = self
        try await Reporting.run { try await Interruption.cancels { try await command.show() } }
    }

    private func show() async throws {
        let client = try options.client()
        var command = try await CommandDesk(client: client).find(id)
        if wait { command = try await CommandFollowing(client: client).end(of: command, saysSteps: output == .table) }
        switch output {
        case .json: print(command.json.pretty)
        case .table: command.lines(on: .output).forEach { print($0) }
        }
        if wait, command.exitStatus != .done { throw command.exitStatus.code }
    }
}
