internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright conflicts undo`.
struct ConflictsUndo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Takes a decision back: the conflict is open again.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The conflict, or the beginning of its id.") var id: String
    @Option(help: "Why, for those who look later.") var reason: String?

    func run() async throws {
        try await Reporting.run {
            let desk = ConflictDesk(client: try options.client())
            let conflict = try await desk.find(id, now: SystemClock().now())
            let after = try await desk.post("undo", to: conflict.id, reason.map { ["reason": .string($0)] } ?? [:])
            print("\(conflict.shortID) is \(after?.state ?? "reopened"); \(conflict.path) of \(conflict.subject)")
        }
    }
}
