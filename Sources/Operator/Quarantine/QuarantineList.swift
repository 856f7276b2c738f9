internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright quarantine list`.
struct QuarantineList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists what waits in the quarantine, the newest first.")

    @OptionGroup(title: "Hub or agent") var options: ClientOptions
    @Option(help: "Only this stream of agents: events, documents or telemetry. At a hub.") var stream: String?
    @Option(help: "Only records of this agent, by its id. At a hub.") var agentId: String?
    @Option(help: "At most so many.") var limit = 50
    @Option(help: "table or json.") var output = OutputForm.table

    func validate() throws {
        if !(1...10_000).contains(limit) { throw ValidationError("--limit is 1 to 10000.") }
    }

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            if client.target.isAgent, stream ?? agentId != nil {
                throw CommandFailure("OPTION_INVALID", "--stream and --agent-id are for a hub")
            }
            let rows = try await client.rows(
                QuarantinePath.all(client.target), query: [("stream", stream), ("agentId", agentId)], limit: limit)
            if output == .json { return print(JSONValue.array(rows).pretty) }
            if rows.isEmpty { return print("nothing is in quarantine") }
            let table = client.target.isAgent ? Self.messages(rows) : Self.records(rows)
            for line in table.lines(on: .output) { print(line) }
        }
    }

    private static func records(_ rows: [JSONValue]) -> ScreenTable {
        var table = ScreenTable(["ID", "RECEIVED", "AGENT", "STREAM", "SEQ", "CODE", "BYTES", "WHY"])
        for row in rows {
            table.add(
                [
                    row["id"]?.text ?? "", TimeText.moment(row["receivedAt"]?.time), row["agentName"]?.text ?? "",
                    row["stream"]?.text ?? "", row["seq"]?.text ?? "", row["code"]?.text ?? "",
                    row["bytes"]?.text ?? "", row["message"]?.text ?? "",
                ])
        }
        return table
    }

    private static func messages(_ rows: [JSONValue]) -> ScreenTable {
        var table = ScreenTable(["ID", "CAME", "TOPIC", "CODE", "BYTES", "WHY"])
        for row in rows {
            table.add(
                [
                    row["id"]?.text ?? "", TimeText.moment(row["receivedAt"]?.time), row["topic"]?.text ?? "",
                    row["code"]?.text ?? "", row["bytes"]?.text ?? "", row["message"]?.text ?? "",
                ])
        }
        return table
    }
}
