internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright command list`.
struct CommandList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the commands of a machine, the newest first.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The machine: its id, name, or FACTORY/NAME. An agent lists those of all its machines.")
    var machine: String?
    @Option(help: "How many at most.") var limit = 50
    @Option(help: "table or json.") var output = OutputForm.table

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            if machine == nil, !client.target.isAgent {
                throw ValidationError("Name the machine: a hub lists commands by machine.")
            }
            let now = SystemClock().now()
            let rows = try await rows(client)
            if output == .json { return print(JSONValue.array(rows).pretty) }
            if rows.isEmpty { return print("No command was sent.") }
            var table = ScreenTable(["ID", "MACHINE", "ACTION", "STATE", "AGE", "BY", "WHY"])
            for command in rows.map(ToldCommand.init) {
                table.add(
                    [
                        command.id, command.machine, command.action, command.state,
                        TimeText.age(command.issuedAt, now: now), command.issuer,
                        [command.code, command.reason].filter { !$0.isEmpty }.joined(separator: ": "),
                    ], command.isEnded ? .dim : .bold)
            }
            table.lines(on: .output).forEach { print($0) }
        }
    }

    private func rows(_ client: APIClient) async throws -> [JSONValue] {
        if client.target.isAgent { return try await client.rows("/api/commands", limit: limit) }
        let found = try await MachineDirectory(client: client).find(machine ?? "")
        return try await client.rows("/api/machines/\(found.id)/commands", limit: limit)
    }
}
