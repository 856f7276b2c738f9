import Runtime
import SyncCore
import SyncWire
import Telemetry

/// Documents and conflicts at the hub, with the steps of `RoundStore.apply`, `DocumentStore` and `ConflictStore`.
extension HubTables {
    /// What a round brings of stream D, each patch for itself and in order; one that may not be applied is set apart.
    mutating func takeDocuments(
        _ decision: inout RoundDecision, from agent: AgentID, _ incarnation: IncarnationID, at now: Timestamp
    ) {
        for (index, document) in decision.documents.enumerated() {
            guard case .success(let patch) = document.patch else { continue }
            if planted(.lastPatchNotApplied), index > 0, index == decision.documents.count - 1 { continue }
            do {
                try apply(patch, from: agent, incarnation, at: now)
            } catch {
                decision.documents[index].patch = .failure(.refused(error))
                refusedPatches.append((document.record, error.code))
            }
        }
    }

    private mutating func apply(
        _ patch: DocumentPatch, from agent: AgentID, _ incarnation: IncarnationID, at now: Timestamp
    ) throws(PatchRefusal) {
        let row = documents[patch.key] ?? DocumentRow(document: Document(key: patch.key), agent: agent)
        guard row.agent == agent else { throw .documentForeign(patch.key) }
        if let refusal = PatchCheck.refusal(of: patch, from: .edge(incarnation), to: row.document, by: policies) {
            throw refusal
        }
        var after = row.document
        after.apply(patch)
        settle(row, as: after, by: .edge, at: now)
    }

    /// Writes fields for an operator, each after a check; nothing is written when one is refused.
    mutating func edit(
        _ key: DocumentKey, of agent: AgentID, _ edits: [FieldEdit], at now: Timestamp
    ) throws(EditRefusal) {
        do {
            try write(key, of: agent, edits, at: now)
            recorded?.append(.work(.edit(key, of: agent, edits, at: now, refusal: nil)))
        } catch {
            recorded?.append(.work(.edit(key, of: agent, edits, at: now, refusal: error.code)))
            throw error
        }
    }

    private mutating func write(
        _ key: DocumentKey, of agent: AgentID, _ edits: [FieldEdit], at now: Timestamp
    ) throws(EditRefusal) {
        let row = documents[key] ?? DocumentRow(document: Document(key: key), agent: agent)
        var after = row.document
        var clock = HybridClock()
        if let newest = after.writes.map(\.label).max() { clock.observe(newest, now: now) }
        for edit in edits {
            if let refusal = EditCheck.refusal(of: edit, to: after, on: .hub, by: policies) { throw refusal }
            after.write(
                edit, at: clock.tick(now: now), by: replica, base: base(of: edit.path, row),
                clock: .hub)
        }
        settle(row, as: after, by: .hub, at: now)
    }

    /// Ends a conflict by a write that knows all of it; false where its state does not allow that.
    mutating func resolve(
        _ id: ConflictID, _ decision: PlannedDecision, _ choice: ConflictChoice, at now: Timestamp
    ) throws(EditRefusal) -> Bool {
        guard let record = conflicts[id]?.record, ConflictLife.next(record.state, .resolved) != nil,
            let row = documents[record.conflict.document]
        else { return false }
        let edit = try ConflictResolution.edit(
            record.conflict, in: row.document, choice: choice, actor: "olga", authority: .admin,
            reason: "decided at the hub", confirmsSafety: decision.confirmsSafety, by: policies)
        try self.edit(record.conflict.document, of: row.agent, [edit], at: now)
        return true
    }

    /// Takes a decision back; false where the conflict's state does not allow it.
    mutating func undo(_ id: ConflictID, at now: Timestamp) throws(EditRefusal) -> Bool {
        guard let record = conflicts[id]?.record, ConflictLife.next(record.state, .reopened) != nil,
            let row = documents[record.conflict.document],
            let edits = try ConflictReopening.edits(
                of: record, in: row.document, actor: "olga", authority: .admin, reason: "taken back",
                confirmsSafety: true, by: policies)
        else { return false }
        try edit(record.conflict.document, of: row.agent, edits, at: now)
        return true
    }

    /// Another step of a conflict's life; false where its state does not allow that.
    mutating func note(_ event: ConflictEvent, of id: ConflictID, at now: Timestamp) -> Bool {
        let isTaken = conflicts[id]?.record.take(event, at: now, by: "olga") ?? false
        recorded?.append(.work(.note(event, of: id, at: now, isTaken: isTaken)))
        return isTaken
    }

    /// What the agent has said it has ends the conflicts that it decides.
    mutating func propagate(_ key: DocumentKey, upTo revision: Int, at now: Timestamp) {
        for id in conflicts.keys.sorted() {
            guard var row = conflicts[id], row.record.conflict.document == key, row.record.state == .resolved,
                row.resolvedRevision ?? .max <= revision
            else { continue }
            row.record.take(.propagated, at: now, by: "sync")
            row.record.take(.closed, at: now, by: "sync")
            conflicts[id] = row
        }
    }

    private mutating func settle(_ row: DocumentRow, as after: Document, by side: ReplicaID.Side, at now: Timestamp) {
        guard after != row.document else { return }
        var changed = row
        changed.document = after
        changed.revision += 1
        if side == .hub, !planted(.hubEditNotSpread) { changed.isDirty = true }
        documents[after.key] = changed
        let named = ConflictReopening.named(in: after)
        let known = conflicts.values.map(\.record).filter {
            $0.conflict.document == after.key && (!$0.state.isFinal || named.contains($0.conflict.id))
        }
        for var record in ConflictBook.reconcile(after, known: known, by: policies, at: now) {
            // What the edge wrote to end a conflict, it has.
            if record.state == .resolved, record.resolution?.dot.replica.side == .edge {
                record.take(.propagated, at: now, by: "sync")
                record.take(.closed, at: now, by: "sync")
            }
            let id = record.conflict.id
            let revision = record.state == .resolved ? changed.revision : conflicts[id]?.resolvedRevision
            conflicts[id] = ConflictRow(record: record, resolvedRevision: revision)
        }
    }

    private func base(of path: FieldPath, _ row: DocumentRow) -> FieldValue? {
        let own = row.document.siblings(of: path).first {
            $0.dot.replica == replica && $0.dot.counter > row.acknowledgedCounter
        }
        if let own { return own.base }
        return row.document.value(of: path, by: policies)
    }
}
