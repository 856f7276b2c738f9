internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright agent list`.
struct AgentList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the hub's agents.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Option(help: "table or json.") var output = OutputForm.table

    func run() async throws {
        try await Reporting.run {
            let rows = try await AgentDirectory(client: options.client()).all()
            if output == .json { return print(JSONValue.array(rows).pretty) }
            if rows.isEmpty { return print("No agent is enrolled.") }
            let now = SystemClock().now()
            var table = ScreenTable(["NAME", "STATE", "SEEN", "BACKLOG", "TIME LEFT", "CLOCK", "VERSION", "ID"])
            for agent in rows {
                table.add(
                    [
                        agent["name"]?.string ?? "", AgentText.state(agent),
                        TimeText.age(agent["lastSeenAt"]?.time, now: now), AgentText.backlog(agent["backlog"]),
                        AgentText.timeLeft(agent["backlog"]), AgentText.clock(agent["clockOffsetMs"]?.number),
                        agent["version"]?.string ?? "", agent["id"]?.string ?? "",
                    ], agent["online"]?.bool == true ? nil : .warning)
            }
            table.lines(on: .output).forEach { print($0) }
        }
    }
}
