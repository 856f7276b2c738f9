internal import ArgumentParser
internal import Runtime

/// The command `millwright conflicts diff`.
struct ConflictsDiff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Shows base, edge and hub side by side.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The conflict, or the beginning of its id.") var id: String

    func run() async throws {
        try await Reporting.run {
            let conflict = try await ConflictDesk(client: options.client()).find(id, now: SystemClock().now())
            (ConflictText.sides(conflict, on: .output) + ConflictText.others(conflict)).forEach { print($0) }
        }
    }
}
