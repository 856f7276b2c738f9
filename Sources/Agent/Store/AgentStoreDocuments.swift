public import SyncCore
public import SyncWire
public import Telemetry

/// The documents of the agent: read and edited here, also without the hub.
extension AgentStore {
    /// Documents at most: machines, the alerts of a month that somebody did something about, and the agent's own.
    public static let documentsMax = 50_000

    /// A document as it is here; nothing when nobody wrote it.
    public func document(_ key: DocumentKey) throws(StoreError) -> Document? {
        try documentTable.entry(key)?.local
    }

    /// A document with the two other copies; nothing when nobody wrote it.
    public func documentCopies(_ key: DocumentKey) throws(StoreError) -> DocumentCopies? {
        try documentTable.entry(key).map { entry in
            DocumentCopies(
                local: entry.local, remote: entry.remote ?? entry.local, base: entry.base ?? entry.local,
                isAgreed: entry.isAgreed, updated: entry.updated)
        }
    }

    /// The keys of the documents, in order, after one of them.
    public func documentKeys(after key: DocumentKey? = nil, count: Int) throws(StoreError) -> [DocumentKey] {
        try documentTable.keys(after: key, count: count)
    }

    /// Documents that were changed since the last call, by either side, in order.
    public func takeChangedDocuments() -> [DocumentKey] {
        defer { changedDocuments.removeAll(keepingCapacity: true) }
        return changedDocuments.sorted()
    }

    /// What stream D has that the hub has not.
    public var documentBacklog: DocumentBacklog {
        DocumentBacklog(
            newest: documentLog.head.seq, newestSafety: documentLog.newestCritical,
            oldestKept: oldestDocumentRecord, dirty: dirtyDocuments.count,
            isSafetyDirty: dirtyDocuments.worst == .safety)
    }

    /// Writes what a person wants: the document, its mark for the hub, its conflicts and a line for the record, in one
    /// transaction.
    ///
    /// Every field is checked before any is written; one that may not be written leaves all as it was.
    public func edit(_ edit: DocumentEdit, at now: Timestamp) throws(StoreError) -> EditOutcome {
        let known = try documentTable.entry(edit.key)
        var document = known?.local ?? Document(key: edit.key)
        for field in edit.fields {
            if let refusal = EditCheck.refusal(of: field, to: document, on: .edge, by: policies) {
                return .refused(refusal)
            }
            document.write(field, at: hybridClock.last, by: replica, base: document.value(of: field.path, by: policies))
        }
        if known == nil, try documentTable.total() >= Self.documentsMax { return .full }
        try transactDocuments(at: now) { work throws(StoreError) in try write(edit, &work, at: now) }
        return .written
    }

    /// Runs a transaction that changes documents, and takes over what it did.
    func transactDocuments(
        at now: Timestamp, _ body: (inout DocumentWork) throws(StoreError) -> Void
    ) throws(StoreError) {
        var work = DocumentWork(clock: hybridClock)
        let head = try database.transaction { () throws(StoreError) in
            try body(&work)
            try keep(work)
            return try events.append(work.events, by: &work.clock, at: now)
        }
        events.noteAppended(head)
        try noteDone(work)
    }

    /// Writes what the clock became; to be called in the transaction of the work.
    func keep(_ work: DocumentWork) throws(StoreError) {
        guard work.clock != hybridClock else { return }
        try meta.set("documents.clock", work.clock.last.at.microseconds)
        try meta.set("documents.clock-count", Int64(work.clock.last.count))
    }

    /// Takes over what a transaction did, once it is durable.
    func noteDone(_ work: DocumentWork) throws(StoreError) {
        hybridClock = work.clock
        changedDocuments.formUnion(work.changed)
        if work.hasCommandNews { hasCommandNews = true }
        quarantineTrimmed += UInt64(work.trimmed)
        if !work.changed.isEmpty { dirtyDocuments = try documentTable.dirtySummary() }
    }

    /// Writes edits that may be written; to be called in a transaction.
    func write(_ edit: DocumentEdit, _ work: inout DocumentWork, at now: Timestamp) throws(StoreError) {
        let known = try documentTable.entry(edit.key)
        var entry = known ?? DocumentEntry(local: Document(key: edit.key), updated: now)
        let given = entry.local.versions[replica] == 0 ? try counterOfForgotten() : 0
        for field in edit.fields {
            entry.write(field, at: work.clock.tick(now: now), clockState, by: replica, after: given, policies)
            // What the agent does by its own rules stands in stream E as a decision.
            if field.authority != .system { work.events.append(.audit(Self.audit(field, of: edit.key, at: now))) }
        }
        entry.updated = now
        try put(entry, &work, at: now)
    }

    /// Writes a document and what became of its conflicts; to be called in a transaction.
    func put(_ entry: DocumentEntry, _ work: inout DocumentWork, at now: Timestamp) throws(StoreError) {
        try documentTable.put(entry)
        work.changed.insert(entry.key)
        try reconcile(entry, &work, at: now)
    }

    /// Holds the conflicts of a document against it, and moves those on that were resolved.
    ///
    /// A conflict is also told in stream E: when it is over before the hub has both of its writes, the hub would not
    /// learn of it otherwise.
    private func reconcile(
        _ entry: DocumentEntry, _ work: inout DocumentWork, at now: Timestamp
    ) throws(StoreError) {
        var standing = try conflictTable.standing(of: entry.key)
        for id in ConflictReopening.named(in: entry.local) where !standing.contains(where: { $0.conflict.id == id }) {
            if let record = try conflictTable.record(id), record.conflict.document == entry.key {
                standing.append(record)
            }
        }
        if standing.isEmpty, entry.local.paths.count == entry.local.writes.count { return }
        var changed = ConflictBook.reconcile(entry.local, known: standing, by: policies, at: now)
        for record in standing where !changed.contains(where: { $0.conflict.id == record.conflict.id }) {
            changed.append(record)
        }
        for var record in changed {
            let before = standing.first { $0.conflict.id == record.conflict.id }
            if let write = record.resolution, record.state == .resolved || record.state == .propagated {
                let isThere =
                    write.dot.replica.side == .hub || (entry.remote ?? entry.local).versions.contains(write.dot)
                if isThere { record.take(.propagated, at: now, by: "agent") }
                if entry.isAgreed { record.take(.closed, at: now, by: "agent") }
            }
            if record != before { try conflictTable.put(record, at: now) }
            if before == nil { work.events.append(.audit(Self.audit(record.conflict, at: now))) }
        }
    }

    private static func audit(_ edit: FieldEdit, of key: DocumentKey, at now: Timestamp) -> AuditEntry {
        let value = edit.value.map(\.description) ?? "taken away"
        let reason = edit.reason.isEmpty ? "" : " (\(edit.reason))"
        return AuditEntry(
            at: now, actor: edit.actor, action: "document.edited", target: key.description,
            detail: "\(edit.path) = \(value.prefix(Self.auditValueMax))\(reason)")
    }

    private static func audit(_ conflict: Conflict, at now: Timestamp) -> AuditEntry {
        let writes = conflict.siblings.prefix(8).map { write in
            let value = write.value.map(\.description) ?? "taken away"
            return "\(write.dot) = \(value.prefix(auditValueMax)) by \(write.actor)"
        }
        return AuditEntry(
            at: now, actor: "agent", action: "conflict.detected", target: conflict.document.description,
            detail: "\(conflict.path), \(conflict.id): " + writes.joined(separator: "; "))
    }

    /// Characters of a value that stand in the record of who did what.
    private static let auditValueMax = 200
}
