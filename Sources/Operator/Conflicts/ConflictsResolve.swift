internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime
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
            A value that allows more than what holds meanwhile needs --confirm-safety.
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
        if let take, !["edge", "hub", "base"].contains(take) { throw ValidationError("--take is edge, hub or base.") }
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
            print("\(conflict.shortID) \(after?.state ?? "resolved"): \(Self.sentence(conflict, after))")
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

    /// Each one by itself, so that what fails stops nothing else and is named.
    private func many(_ desk: ConflictDesk, now: Timestamp) async throws {
        let found = try await desk.list(try filter(), now: now)
        var failed = 0
        var worst = ExitStatus.done
        for conflict in found {
            if dryRun {
                print("\(conflict.shortID) would become \(would(conflict)): \(conflict.path) of \(conflict.subject)")
                continue
            }
            do {
                let after = try await decide(conflict, desk)
                print("\(conflict.shortID) \(after?.state ?? "resolved"): \(Self.sentence(conflict, after))")
            } catch let error as any CodedError {
                failed += 1
                worst = (error as? APIRefusal)?.exitStatus ?? .failure
                Terminal.say("millwright: \(conflict.shortID): \(error)")
            }
        }
        print(dryRun ? "\(found.count) would be decided" : "\(found.count - failed) decided, \(failed) failed")
        if failed > 0 { throw worst.code }
    }

    private func would(_ conflict: ToldConflict) -> String {
        switch take {
        case "edge": conflict.edge.map { ToldConflict.text($0.value) } ?? "nothing, the edge wrote none"
        case "hub": conflict.hub.map { ToldConflict.text($0.value) } ?? "nothing, the hub wrote none"
        default: ToldConflict.text(conflict.base)
        }
    }

    private static func sentence(_ conflict: ToldConflict, _ after: ToldConflict?) -> String {
        let value = after.map { ToldConflict.text($0.inForce) }
        return "\(conflict.path) of \(conflict.subject)\(value.map { " is \($0)" } ?? "")"
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
            case "state": filter.state = parts[1]
            case "severity": filter.severity = parts[1]
            default: throw ValidationError("--where knows machine, path, rule, state and severity, not \(parts[0]).")
            }
        }
        return filter
    }
}
