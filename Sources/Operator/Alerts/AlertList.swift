internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright alert list`.
struct AlertList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists open alerts, the newest first.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Option(help: "Only of this machine: its id, name, or FACTORY/NAME.") var machine: String?
    @Option(help: "table or json.") var output = OutputForm.table

    func run() async throws {
        try await Reporting.run {
            let rows = try await AlertDesk(client: try options.client()).open(of: machine)
            if output == .json { return print(JSONValue.array(rows).pretty) }
            if rows.isEmpty { return print("No alert is open.") }
            let now = SystemClock().now()
            var table = ScreenTable(["ID", "SEVERITY", "MACHINE", "STATE", "AGE", "WHAT"])
            for alert in rows {
                let severity = alert["severity"]?.string ?? ""
                table.add(
                    [
                        alert["id"]?.string ?? "", severity, alert["machineName"]?.string ?? "",
                        alert["state"]?.string ?? "", TimeText.age(alert["raisedAt"]?.time, now: now),
                        alert["message"]?.string ?? "",
                    ], severity == "CRITICAL" ? .bad : severity == "WARNING" ? .warning : nil)
            }
            table.lines(on: .output).forEach { print($0) }
        }
    }
}
