internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// The command `millwright conflicts replay`.
struct ConflictsReplay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Says what another table of rules would have made of conflicts; changes nothing.",
        discussion: """
            Decided here, by the code that hub and agents decide with. Begin with:
            millwright conflicts policy > policy.json
            """)

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The conflict, or the beginning of its id.") var id: String?
    @Option(help: "All that were found since then: RFC 3339, or so long ago as 7d.") var since: String?
    @Option(help: "The other table of rules, JSON.", completion: .file(extensions: ["json"])) var policy: String
    @Option(help: "table or json.") var output = OutputForm.table

    func validate() throws {
        if (id == nil) == (since == nil) { throw ValidationError("Name a conflict, or --since, not both.") }
        if let since, TimeText.time(since, now: SystemClock().now()) == nil {
            throw ValidationError("--since is RFC 3339, or a number and s, m, h or d, as 7d.")
        }
    }

    func run() async throws {
        try await Reporting.run {
            let bytes = try FileBytes.read(policy, limit: 4 << 20) ?? []
            guard let json = JSONValue(bytes) else {
                throw CommandFailure("POLICY_INVALID", "\(policy) is not JSON", field: "--policy")
            }
            let table = try PolicyTable(json: FieldValue(json))
            let desk = ConflictDesk(client: try options.client())
            let now = SystemClock().now()
            let replayed = try await conflicts(desk, now: now).compactMap { ConflictReplay($0, by: table) }
            switch output {
            case .json: print(JSONValue.array(replayed.map(\.json)).pretty)
            case .table: Self.show(replayed, on: .output)
            }
        }
    }

    /// Each with all of its writes, which lists may leave out.
    private func conflicts(_ desk: ConflictDesk, now: Timestamp) async throws -> [ToldConflict] {
        if let id { return [try await desk.find(id, now: now)] }
        let filter = ConflictDesk.Filter(state: "all", since: since.flatMap { TimeText.time($0, now: now) })
        var found: [ToldConflict] = []
        for conflict in try await desk.list(filter, now: now) {
            found.append(conflict.siblings.isEmpty ? try await desk.find(conflict.id, now: now) : conflict)
        }
        return found
    }

    private static func show(_ replayed: [ConflictReplay], on screen: Screen) {
        var table = ScreenTable(["ID", "WHERE", "FIELD", "RULE", "HOLDS", "OTHER RULE", "WOULD HOLD", "ASKS A PERSON"])
        for replay in replayed {
            let asks =
                replay.now.isOpen == replay.then.isOpen
                ? "\(replay.then.isOpen)" : "\(replay.then.isOpen), not \(replay.now.isOpen)"
            table.add(
                [
                    replay.conflict.shortID, replay.conflict.subject, replay.conflict.path, replay.now.rule.rawValue,
                    replay.text(replay.now), replay.then.rule.rawValue, replay.text(replay.then), asks,
                ], replay.isDifferent ? .bold : .dim)
        }
        table.lines(on: screen).forEach { print($0) }
        print("\n\(replayed.count { $0.isDifferent }) of \(replayed.count) would have been decided otherwise")
    }
}
