internal import MillwrightDevice
internal import Telemetry

/// The calls about conflicts, alike at the hub and at an agent.
struct ConflictDesk: Sendable {
    let client: APIClient

    /// Which conflicts are meant.
    struct Filter: Sendable, Equatable {
        /// `open`: all that wait for a person; `all`; or one state.
        var state = "open"
        var machine: String?
        var path: String?
        var rule: String?
        var severity: String?
        /// At least so old.
        var olderThanSeconds: Double?
        /// Found at or after this.
        var since: Timestamp?
    }

    /// The conflicts that a filter keeps, the oldest first.
    func list(_ filter: Filter, now: Timestamp) async throws -> [ToldConflict] {
        var machineID: String?
        if let machine = filter.machine, !client.target.isAgent {
            machineID = try await MachineDirectory(client: client).find(machine).id
        }
        let age = filter.olderThanSeconds.map { "\(Int($0.rounded(.up)))s" }
        // To the hub, what somebody has in hand is no longer open; it still waits for a person.
        let states = filter.state == "open" && !client.target.isAgent ? ["open", "claimed"] : [filter.state]
        var rows: [JSONValue] = []
        for state in states {
            rows += try await client.rows(
                "/api/conflicts",
                query: [
                    ("state", state == "all" ? nil : state), ("machineId", machineID), ("olderThan", age),
                    ("severity", filter.severity?.uppercased()),
                ])
        }
        return rows.compactMap(ToldConflict.init).filter { keeps($0, filter, now: now, byMachine: machineID == nil) }
            .sorted { ($0.detectedAt ?? now, $0.id) < ($1.detectedAt ?? now, $1.id) }
    }

    /// What an agent does not sort out itself is sorted out here; the hub's answer passes as it is.
    private func keeps(_ conflict: ToldConflict, _ filter: Filter, now: Timestamp, byMachine: Bool) -> Bool {
        switch filter.state {
        case "all": break
        case "open": if !conflict.isOpen { return false }
        default: if conflict.state != filter.state { return false }
        }
        if byMachine, let machine = filter.machine, conflict.subject != machine,
            conflict.document != "machine:\(machine)", !conflict.document.hasSuffix("/\(machine)")
        {
            return false
        }
        if let path = filter.path, conflict.path != path { return false }
        if let rule = filter.rule, conflict.rule != rule { return false }
        if let severity = filter.severity, conflict.severity.lowercased() != severity.lowercased() { return false }
        guard let found = conflict.detectedAt else { return true }
        if let age = filter.olderThanSeconds, now.seconds(since: found) < age { return false }
        if let since = filter.since, found < since { return false }
        return true
    }

    /// One conflict with its history, by its id or by a beginning of it that only one has.
    func find(_ id: String, now: Timestamp) async throws -> ToldConflict {
        let whole = id.count == 36 ? id : try await wholeID(id, now: now)
        let answer = try await client.call(.get, "/api/conflicts/\(PercentText.escaped(whole))")
        guard let conflict = ToldConflict(answer.data) else {
            throw CommandFailure("ANSWER_NOT_JSON", "\(client.target.name): the answer is no conflict")
        }
        return conflict
    }

    private func wholeID(_ beginning: String, now: Timestamp) async throws -> String {
        let found = try await list(Filter(state: "all"), now: now).map(\.id).filter { $0.hasPrefix(beginning) }
        guard !beginning.isEmpty, let id = found.first else {
            throw CommandFailure("CONFLICT_UNKNOWN", "\(client.target.name) has no conflict \(beginning)…")
        }
        guard found.count == 1 else {
            throw CommandFailure(
                "CONFLICT_UNKNOWN", "\(beginning) begins the ids of \(found.count) conflicts: give more of it")
        }
        return id
    }

    /// Posts to one conflict, and reads what became of it.
    func post(_ what: String, to id: String, _ body: [String: JSONValue] = [:]) async throws -> ToldConflict? {
        let answer = try await client.call(
            .post, "/api/conflicts/\(PercentText.escaped(id))/\(what)", body: .object(body))
        return ToldConflict(answer.data["conflict"] ?? answer.data)
    }
}
