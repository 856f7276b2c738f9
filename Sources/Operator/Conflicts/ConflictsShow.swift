internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright conflicts show`.
struct ConflictsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows one conflict: its values, what holds meanwhile, and how to decide it.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The conflict, or the beginning of its id.") var id: String
    @Flag(help: "Show each step of its life.") var history = false
    @Option(help: "table or json.") var output = OutputForm.table

    func run() async throws {
        try await Reporting.run {
            let now = SystemClock().now()
            let conflict = try await ConflictDesk(client: options.client()).find(id, now: now)
            if output == .json { return print(conflict.json.pretty) }
            var lines = ConflictText.head(conflict, now: now, on: .output) + [""]
            lines += ConflictText.sides(conflict, on: .output) + ConflictText.others(conflict)
            if history { lines += [""] + ConflictText.history(conflict, on: .output) }
            (lines + ConflictText.advice(conflict)).forEach { print($0) }
        }
    }
}
