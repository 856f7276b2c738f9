internal import AgentConsole
internal import AgentStore
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// `/api/conflicts`: conflicts seen and resolved on the gateway, also without the hub.
extension PlantLoop {
    func controlConflicts(_ request: ControlRequest, _ rest: [String]) throws -> ControlAnswer {
        if rest.isEmpty {
            try allow(["GET"], request)
            return try listConflicts(request)
        }
        guard let id = UniqueID(rest[0]).map({ ConflictID($0) }), let record = try store.conflict(id) else {
            throw ControlFault.notFound("conflict")
        }
        if rest.count == 1 {
            try allow(["GET"], request)
            return .data(FieldValue(conflict: record, agent: settings.name))
        }
        guard rest.count == 2 else { throw ControlFault.notFound("path") }
        if rest[1] == "export" {
            try allow(["GET"], request)
            return .data(try bundle(record))
        }
        try allow(["POST"], request)
        if let seen = try request.integer("ifRevision"), seen != Int(record.revision) { throw ControlFault.stale }
        switch rest[1] {
        case "claim": try take(.claimed, record, request)
        case "release": try take(.released, record, request)
        case "resolve": try resolve(record, request)
        case "undo": try undo(record, request)
        default: throw ControlFault.notFound("path")
        }
        guard let after = try store.conflict(id) else { throw ControlFault.notFound("conflict") }
        return .data(FieldValue(conflict: after, agent: settings.name))
    }

    /// The bundle that the hub makes of a conflict too, so that it can be played again elsewhere.
    private func bundle(_ record: ConflictRecord) throws -> FieldValue {
        let conflict = record.conflict
        let document = try store.document(conflict.document) ?? Document(key: conflict.document)
        let evidence = ConflictEvidence(
            conflict, before: document.before(conflict.siblings), policies: store.policies)
        var members = evidence.members { FieldValue(write: $0) }
        members["conflict"] = FieldValue(conflict: record, agent: settings.name)
        return .object(members)
    }

    private func listConflicts(_ request: ControlRequest) throws -> ControlAnswer {
        let (offset, size) = try request.page()
        let wanted = request.query["state"]
        let all = try store.conflicts(includingFinal: wanted != "open", count: Self.conflictsMax)
        let rows = all.filter { record in
            switch wanted {
            case nil, "", "all": true
            case "open": record.state.isOpen
            case let state?: record.state.rawValue == state
            }
        }.filter { record in
            request.query["severity"].map { $0.uppercased() == record.conflict.severity.rawValue } ?? true
        }
        let page = rows.dropFirst(offset).prefix(size)
        return .data(
            .list(page.map { FieldValue(conflict: $0, agent: settings.name) }),
            hasMore: offset + page.count < rows.count)
    }

    private func take(_ event: ConflictEvent, _ record: ConflictRecord, _ request: ControlRequest) throws {
        let reason = try request.text("reason") ?? ""
        let isDone = try store.note(event, of: record.conflict.id, by: request.caller.name, detail: reason, at: now)
        guard isDone else { throw Self.isOver(record) }
    }

    private func resolve(_ record: ConflictRecord, _ request: ControlRequest) throws {
        guard record.state.isOpen || record.state == .autoResolved else { throw Self.isOver(record) }
        guard let reason = try request.text("reason"), !reason.isEmpty else {
            throw ControlFault.invalid("reason", "is missing: others will want to know why")
        }
        let key = record.conflict.document
        let edit = try ConflictResolution.edit(
            record.conflict, in: try store.document(key) ?? Document(key: key),
            choice: try choice(record.conflict, request), actor: request.caller.name,
            authority: request.caller.authority, reason: reason,
            confirmsSafety: request["confirmSafety"] == .flag(true), by: store.policies)
        try write(DocumentEdit(key: key, fields: [edit]))
    }

    private func choice(_ conflict: Conflict, _ request: ControlRequest) throws -> ConflictChoice {
        switch (try request.text("take"), request["set"]) {
        case (let word?, nil):
            guard let choice = ConflictChoice(word: word) else {
                throw ControlFault.invalid("take", "is none of edge, hub, base")
            }
            return choice
        case (nil, .object(let members)?):
            guard members.count == 1, let member = members.first, member.key == conflict.path.description else {
                throw ControlFault.invalid("set", "has to name \(conflict.path), and nothing else")
            }
            return .value(member.value == .null ? nil : member.value)
        default: throw ControlFault.invalid("take", "give either `take` or `set`")
        }
    }

    /// Takes a decision back: what held before it holds again, until somebody decides anew.
    private func undo(_ record: ConflictRecord, _ request: ControlRequest) throws {
        guard request.caller.authority >= .supervisor else { throw EditRefusal.notPermitted(needs: .supervisor) }
        let key = record.conflict.document
        guard ConflictLife.next(record.state, .reopened) != nil, let document = try store.document(key),
            let edits = try ConflictReopening.edits(
                of: record, in: document, actor: request.caller.name, authority: request.caller.authority,
                reason: try request.text("reason") ?? "", confirmsSafety: request["confirmSafety"] == .flag(true),
                by: store.policies)
        else { throw Self.isOver(record) }
        try write(DocumentEdit(key: key, fields: edits))
    }

    private static func isOver(_ record: ConflictRecord) -> ControlFault {
        let heir = record.supersededBy.map { "; \($0) took its place" } ?? ""
        return ControlFault(409, "CONFLICT_STATE", "The conflict is \(record.state.rawValue)\(heir).")
    }

    /// Conflicts that one list looks at.
    private static let conflictsMax = 10_000
}
