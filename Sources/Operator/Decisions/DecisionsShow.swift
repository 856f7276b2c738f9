internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright decisions show`.
struct DecisionsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows a decision with all that it stood on.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The decision's id, or its beginning.") var id: String
    @Option(help: "table or json.") var output = OutputForm.table

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            let decision = try await ToldDecision.find(id, in: client).whole(from: client)
            switch output {
            case .json: print(decision.json.pretty)
            case .table: decision.lines(on: .output, now: SystemClock().now()).forEach { print($0) }
            }
        }
    }
}
