internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright conflicts undo`.
struct ConflictsUndo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Takes a decision back: the conflict is open again.",
        discussion: """
            What held before the decision holds again. Where that allows more than the decision, it needs
            --confirm-safety; where the field was written since, nothing is taken back.
            """)

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The conflict, or the beginning of its id.") var id: String
    @Option(help: "Why, for those who look later.") var reason: String?
    @Flag(help: "What held before is safe although it allows more than the decision.") var confirmSafety = false

    func run() async throws {
        try await Reporting.run {
            let desk = ConflictDesk(client: try options.client())
            let conflict = try await desk.find(id, now: SystemClock().now())
            var body: [String: JSONValue] = reason.map { ["reason": .string($0)] } ?? [:]
            if confirmSafety { body["confirmSafety"] = .bool(true) }
            let after = try await takeBack(conflict, body, desk)
            print("\(conflict.shortID) is \(after?.state ?? "reopened"); \(conflict.path) of \(conflict.subject)")
        }
    }

    private func takeBack(
        _ conflict: ToldConflict, _ body: [String: JSONValue], _ desk: ConflictDesk
    ) async throws -> ToldConflict? {
        do {
            return try await desk.post("undo", to: conflict.id, body)
        } catch let refusal as APIRefusal where refusal.code == "SAFETY_NOT_CONFIRMED" {
            throw CommandFailure(
                "SAFETY_NOT_CONFIRMED", "what held before the decision allows more; if safe: --confirm-safety")
        }
    }
}
