internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime
internal import SyncCore
internal import Telemetry

/// The command `millwright conflicts resolve`.
struct ConflictsResolve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "Decides a conflict, or many that are alike.",
        discussion: """
            One:   resolve 3f2a91c0 --take edge --reason "measured on site"
                   resolve 3f2a91c0 --set limit.temperature.LIMIT.CRITICAL.above=82 --reason "agreed with maintenance"
            Many:  resolve --where rule=keep-both --where machine=north/pump-1 --take hub --reason TEXT --dry-run
            A value that allows more than what holds meanwhile needs --confirm-safety. Many are those that nobody has
            in hand, unless state= says otherwise. At a hub it is the hub that says what --dry-run would take and what
            not, with your rights; on a gateway rights are looked at only when it is done.
            """)

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The conflict, or the beginning of its id.") var id: String?
    @Option(help: "Whose value: edge, hub or base.") var take: String?
    @Option(help: "Another value, as PATH=JSON; the path is the conflict's.") var set: String?
    @Option(help: "Why, for those who look later.") var reason: String?
    @Option(help: "Only if the conflict is still at this revision; status 3 when it is not.") var ifRevision: Int?
    @Flag(help: "The value is safe although it allows more than what holds now.") var confirmSafety = false
    @Option(name: .customLong("where"), help: "Many: machine=, path=, rule=, state= or severity=; all must hold.")
    var conditions: [String] = []
    @Flag(help: "Many: only say what would be decided.") var dryRun = false

    func validate() throws {
        if (id == nil) == conditions.isEmpty { throw ValidationError("Name a conflict, or --where, not both.") }
        if (take == nil) == (set == nil) { throw ValidationError("Give --take edge|hub|base, or --set PATH=JSON.") }
        if let take, ConflictChoice(word: take) == nil { throw ValidationError("--take is edge, hub or base.") }
        if !conditions.isEmpty, set != nil || ifRevision != nil {
            throw ValidationError("--set and --if-revision are for one conflict.")
        }
        if id != nil, dryRun { throw ValidationError("--dry-run goes with --where; show says what one conflict is.") }
        if reason?.isEmpty ?? true, !dryRun { throw ValidationError("Give --reason: others will want to know why.") }
        _ = try filter()
    }

    func run() async throws {
        try await Reporting.run {
            let desk = ConflictDesk(client: try options.client())
            let now = SystemClock().now()
            guard let id else { return try await many(desk, now: now) }
            let conflict = try await desk.find(id, now: now)
            let after = try await decide(conflict, desk)
            let state = after?.state ?? "resolved"
            print(Screen.line("\(conflict.shortID) \(state): \(ConflictBulk.sentence(conflict, after))"))
        }
    }

    private func decide(_ conflict: ToldConflict, _ desk: ConflictDesk) async throws -> ToldConflict? {
        var body: [String: JSONValue] = ["reason": .string(reason ?? "")]
        if let take { body["take"] = .string(take) }
        if let set {
            let change = try FieldChange(set, field: "--set")
            body["set"] = .object([change.path: change.value])
        }
        if let ifRevision { body["ifRevision"] = .number(Double(ifRevision)) }
        if confirmSafety { body["confirmSafety"] = .bool(true) }
        do {
            return try await desk.post("resolve", to: conflict.id, body)
        } catch let refusal as APIRefusal where refusal.code == "SAFETY_NOT_CONFIRMED" {
            throw CommandFailure(
                "SAFETY_NOT_CONFIRMED",
                "\(ToldConflict.text(conflict.inForce)) holds now, and this allows more; if safe: --confirm-safety"
            )
        }
    }

    private func many(_ desk: ConflictDesk, now: Timestamp) async throws {
        let bulk = ConflictBulk(
            desk: desk, take: take ?? "", reason: reason ?? "", confirmsSafety: confirmSafety, isDryRun: dryRun)
        try await bulk.run(try filter(), now: now) { try await decide($0, desk) }
    }

    private func filter() throws -> ConflictDesk.Filter {
        var filter = ConflictDesk.Filter()
        for condition in conditions.flatMap({ $0.split(separator: ",") }) {
            let parts = condition.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw ValidationError("--where is NAME=VALUE, not \(condition).") }
            switch parts[0] {
            case "machine": filter.machine = parts[1]
            case "path": filter.path = parts[1]
            case "rule": filter.rule = parts[1]
            case "state":
                guard ConflictState(rawValue: parts[1]) != nil else {
                    throw ValidationError("--where state= is one of \(ConflictsList.states).")
                }
                filter.state = parts[1]
            case "severity": filter.severity = parts[1]
            default: throw ValidationError("--where knows machine, path, rule, state and severity, not \(parts[0]).")
            }
        }
        return filter
    }
}
