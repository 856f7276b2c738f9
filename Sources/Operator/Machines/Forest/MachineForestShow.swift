internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime
internal import Telemetry

/// The command `millwright machine forest show`.
struct MachineForestShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows the machine's forests: what each was fitted to, and which is to run.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The machine: its id, name, or FACTORY/NAME.") var machine: String
    @Option(help: "table or json.") var output = OutputForm.table

    func run() async throws {
        try await Reporting.run {
            let forest = try await MachineForest.of(machine, options)
            let told = try await forest.call(.get)
            if output == .json { return print(told.pretty) }
            let versions = told["versions"]?.elements ?? []
            guard !versions.isEmpty else {
                return print("\(forest.machine.name) has no forest yet: millwright machine forest fit \(machine)")
            }
            Self.table(versions).lines(on: .output).forEach { print($0) }
        }
    }

    private static func table(_ versions: [JSONValue]) -> ScreenTable {
        var table = ScreenTable(["VERSION", "", "FEATURES", "ROWS", "FROM", "TO", "MADE BY", "DIGEST"])
        for version in versions {
            table.add(
                [
                    version["version"]?.text ?? "", version["deployed"]?.bool == true ? "to run" : "",
                    version["features"]?.elements.map(\.text).joined(separator: ", ") ?? "",
                    version["rows"]?.text ?? "", version["trainedFrom"]?.text ?? "", version["trainedTo"]?.text ?? "",
                    version["createdBy"]?.text ?? "", String((version["digest"]?.text ?? "").prefix(12)),
                ], version["deployed"]?.bool == true ? .bold : nil)
        }
        return table
    }
}
