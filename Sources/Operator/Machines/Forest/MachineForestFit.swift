internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright machine forest fit`.
struct MachineForestFit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Fits an isolation forest to the machine's history at the hub, and has its agent run it.",
        discussion: """
            fit north/pump-1
            fit north/pump-1 --from now-14d --to now-2d --features power,temperature,vibration
            Leave out times in which the machine was not well: what is in the history is what is normal.
            """)

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The machine: its id, name, or FACTORY/NAME.") var machine: String
    @Option(help: "The first moment: RFC 3339 or as now-14d; 30 days before the end without.") var from: String?
    @Option(help: "The end, itself left out; now without.") var to: String?
    @Option(help: "The metrics, separated by commas; else all that are measured, 16 at most.") var features: String?
    @Option(help: "table or json.") var output = OutputForm.table

    func run() async throws {
        try await Reporting.run {
            var body: [String: JSONValue] = [:]
            if let from { body["from"] = .string(from) }
            if let to { body["to"] = .string(to) }
            if let features { body["features"] = .array(ColumnNames.split(features).map { .string($0) }) }
            let forest = try await MachineForest.of(machine, options)
            let made = try await forest.call(.post, body: .object(body))
            print(output == .json ? made.pretty : forest.line(made))
        }
    }
}
