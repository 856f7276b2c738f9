internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime
internal import Telemetry

/// The command `millwright decisions list`.
struct DecisionsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists decisions, the newest first.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Option(help: "Only of machines whose name has this in it.") var machine: String?
    @Option(help: "At most so many.") var limit = 50
    @Option(help: "table or json.") var output = OutputForm.table

    func validate() throws {
        if !(1...10_000).contains(limit) { throw ValidationError("--limit is 1 to 10000.") }
    }

    func run() async throws {
        try await Reporting.run {
            // A filter looks through all of them, a plain list only at the newest.
            let rows = try await options.client().rows("/api/decisions", limit: machine == nil ? limit : 10_000)
            let found = rows.map(ToldDecision.init).filter { machine.map($0.machine.contains) ?? true }.prefix(limit)
            if output == .json { return print(JSONValue.array(found.map(\.json)).pretty) }
            if found.isEmpty { return print("Nothing was decided.") }
            let now = SystemClock().now()
            var table = ScreenTable(["ID", "RISK", "MACHINE", "RULE", "ACTION", "AGE", "WHY"])
            for decision in found {
                table.add(
                    [
                        decision.id, decision.risk?.rawValue ?? "", decision.machine, decision.rule,
                        decision.action?.rawValue ?? "", TimeText.age(decision.at, now: now),
                        decision.json["rootCause"]?.string ?? "",
                    ], decision.risk == .critical ? .bad : decision.risk == .warning ? .warning : nil)
            }
            table.lines(on: .output).forEach { print($0) }
            let open = found.filter { (try? $0.openUntil(now)) != nil }
            for decision in open { print("\(decision.machine): \(Screen.plain(decision.question(now) ?? ""))") }
        }
    }
}
