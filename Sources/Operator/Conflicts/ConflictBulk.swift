internal import MillwrightDevice
internal import Runtime
internal import SyncCore
internal import Telemetry

/// Many conflicts decided alike: at a hub by its own call, which knows rights and rules; on a gateway one by one.
struct ConflictBulk {
    let desk: ConflictDesk
    let take: String
    let reason: String
    let confirmsSafety: Bool
    let isDryRun: Bool

    /// What came of them.
    private struct Tally {
        var decided = 0
        /// By id: what one call refused, the next one meets again.
        var refused: Set<String> = []
        var worst = ExitStatus.done
    }

    /// Decides what a filter keeps; what is refused is named, stops nothing else, and shows in the status.
    func run(
        _ filter: ConflictDesk.Filter, now: Timestamp, decide: (ToldConflict) async throws -> ToldConflict?
    ) async throws {
        var tally = Tally()
        do {
            if desk.client.target.isAgent {
                try await oneByOne(filter, now: now, &tally, decide)
            } else {
                try await atHub(filter, &tally)
            }
        } catch let refusal as APIRefusal where [404, 405].contains(refusal.status) {
            // A hub of a version without the call.
            try await oneByOne(filter, now: now, &tally, decide)
        }
        let (done, not) = isDryRun ? ("would be decided", "refused") : ("decided", "failed")
        print("\(tally.decided) \(done), \(tally.refused.count) \(not)")
        if tally.worst != .done { throw tally.worst.code }
    }

    /// The hub takes so many with one call; it is called again while there are more.
    private func atHub(_ filter: ConflictDesk.Filter, _ tally: inout Tally) async throws {
        var machine: String?
        if let named = filter.machine { machine = try await MachineDirectory(client: desk.client).find(named).id }
        let conditions: [(String, String?)] = [
            ("state", filter.state), ("machineId", machine), ("path", filter.path), ("rule", filter.rule),
            ("severity", filter.severity?.uppercased()),
        ]
        var body: [String: JSONValue] = [
            "where": .object(
                conditions.reduce(into: [:]) { $0[$1.0] = $1.1.map { JSONValue.string($0) } }),
            "take": .string(take), "dryRun": .bool(isDryRun), "confirmSafety": .bool(confirmsSafety),
        ]
        if !reason.isEmpty { body["reason"] = .string(reason) }
        while true {
            let told = try await desk.client.call(.post, "/api/conflicts/resolve", body: .object(body)).data
            let resolved = told["resolved"]?.elements ?? []
            resolved.forEach(say)
            tally.decided += resolved.count
            for refusal in told["refused"]?.elements ?? [] { note(refusal, &tally) }
            let left = (told["matched"]?.integer ?? 0) - resolved.count - (told["refused"]?.elements.count ?? 0)
            if left <= 0 { return }
            if isDryRun || resolved.isEmpty {
                Terminal.say("millwright: \(left) more are meant, which were not looked at")
                return
            }
        }
    }

    private func say(_ line: JSONValue) {
        let id = String((line["id"]?.string ?? "").prefix(8))
        let place = "\(line["path"]?.string ?? "") of \(line["machineName"]?.string ?? line["document"]?.string ?? "")"
        let value = ToldConflict.text(line["value"]?.present)
        print(Screen.line(isDryRun ? "\(id) would become \(value): \(place)" : "\(id) resolved: \(place) is \(value)"))
    }

    private func note(_ refusal: JSONValue, _ tally: inout Tally) {
        let id = refusal["id"]?.string ?? ""
        guard tally.refused.insert(id).inserted else { return }
        let code = refusal["code"]?.string ?? ""
        tally.worst = ExitStatus(code: code)
        Terminal.say("millwright: \(id.prefix(8)): \(code): \(refusal["message"]?.string ?? "")")
    }

    private func oneByOne(
        _ filter: ConflictDesk.Filter, now: Timestamp, _ tally: inout Tally,
        _ decide: (ToldConflict) async throws -> ToldConflict?
    ) async throws {
        // What somebody has in hand is left to them, as at the hub.
        let found = try await desk.list(filter, now: now).filter { filter.state != "open" || $0.state != "claimed" }
        for conflict in found {
            do {
                if isDryRun {
                    let value = ToldConflict.text(try would(conflict))
                    print(
                        Screen.line(
                            "\(conflict.shortID) would become \(value): \(conflict.path) of \(conflict.subject)"))
                } else {
                    let after = try await decide(conflict)
                    let state = after?.state ?? "resolved"
                    print(Screen.line("\(conflict.shortID) \(state): \(Self.sentence(conflict, after))"))
                }
                tally.decided += 1
            } catch let error as any CodedError {
                tally.refused.insert(conflict.id)
                tally.worst = (error as? APIRefusal)?.exitStatus ?? ExitStatus(code: error.code)
                Terminal.say("millwright: \(conflict.shortID): \(error)")
            }
        }
    }

    /// The value that would be written; throws what the other side would refuse it with, but for rights.
    private func would(_ conflict: ToldConflict) throws -> JSONValue? {
        let value: JSONValue?
        switch take {
        case "edge", "hub":
            guard let side = take == "edge" ? conflict.edge : conflict.hub else {
                let refusal = EditRefusal.sideMissing(take)
                throw CommandFailure(refusal.code, refusal.message)
            }
            value = side.value
        default: value = conflict.base
        }
        let isSafety = MergeRule(rawValue: conflict.rule)?.isSafety ?? true
        if isSafety, !confirmsSafety, value != conflict.inForce {
            throw CommandFailure(EditRefusal.safetyNotConfirmed.code, EditRefusal.safetyNotConfirmed.message)
        }
        return value
    }

    /// What holds now that one was decided.
    static func sentence(_ conflict: ToldConflict, _ after: ToldConflict?) -> String {
        let value = after.map { ToldConflict.text($0.inForce) }
        return "\(conflict.path) of \(conflict.subject)\(value.map { " is \($0)" } ?? "")"
    }
}
