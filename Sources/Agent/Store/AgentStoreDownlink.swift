internal import SyncCore
internal import SyncWire
public import Telemetry

/// What goes to the hub of documents, and what comes from it; all within the transactions of the rounds.
extension AgentStore {
    /// Makes records of stream D of the documents that were changed here, those with safety fields first.
    func sealDocuments(at now: Timestamp) throws(StoreError) {
        guard dirtyDocuments.count > 0 else { return }
        let head = try database.transaction { () throws(StoreError) in
            var entries: [LogEntry] = []
            for key in try documentTable.dirty(count: Self.sealedMax) {
                guard var entry = try documentTable.entry(key) else { continue }
                if let record = entry.seal(of: replica) { entries.append(record) }
                try documentTable.put(entry)
            }
            return try documentLog.append(entries, at: now)
        }
        documentLog.noteAppended(head)
        try refreshDocuments()
    }

    /// The hub has more records of stream D: its copies of the documents are moved on; in the settlement's transaction.
    func acknowledgeDocuments(
        through cursor: EventCursor, _ work: inout DocumentWork, at now: Timestamp
    ) throws(StoreError) {
        let known = documentLog.acknowledged
        guard cursor != known else { return }
        try documentLog.acknowledge(through: cursor)
        guard cursor.seq > known.seq else { return }
        let records = try documentLog.records(
            after: known.seq, countMax: Int(clamping: cursor.seq - known.seq), bytesMax: .max)
        for record in records {
            guard let patch = try? DocumentPatch.decode(record.payload),
                var entry = try documentTable.entry(patch.key)
            else { continue }
            entry.acknowledge(patch)
            try put(entry, &work, at: now)
        }
    }

    /// Carries out records of the hub's downlink; in the settlement's transaction.
    ///
    /// Gives how many of them are done with. One that cannot be read or may not be applied goes to the quarantine, with
    /// a line in stream E, and the stream goes on. When that is full of such records the stream ends before it: the hub
    /// keeps what follows, which may be an edit of the same document, and nothing is lost.
    func takeDownlink(
        _ records: [EventRecord], _ work: inout DocumentWork, at now: Timestamp
    ) throws(StoreError) -> Int {
        for (place, record) in records.enumerated() {
            let refusal = try take(kind: record.kind, record.payload, isLate: false, &work, at: now)
            guard let refusal else { continue }
            let message = QuarantinedMessage(record, refusal, at: now)
            if work.held == nil { work.held = try quarantine.held() }
            guard work.held?.take(message) == true else { return place }
            try setApart(message, record, refusal, &work, at: now)
        }
        return records.count
    }

    /// Carries out a record of the quarantine as its first time should have; why not, when it still may not be.
    ///
    /// In one transaction with the end of its row, or with the new reason in it. It is the record as it came: a patch
    /// is merged by what it knew, and a command is verified and held against its time as any other.
    public func replayDownlink(_ entry: QuarantineEntry, at now: Timestamp) throws(StoreError) -> DownlinkFault? {
        guard let kind = entry.message.downlinkKind, entry.isWhole else { return .unreadable("it is not whole") }
        var work = DocumentWork(clock: hybridClock)
        var fault: DownlinkFault?
        let head = try database.transaction { () throws(StoreError) in
            fault = try take(kind: kind, entry.message.payload, isLate: true, &work, at: now)
            if let fault { try quarantine.note(fault, of: entry.id) } else { try quarantine.remove([entry.id]) }
            try keep(work)
            return try events.append(work.events, by: &work.clock, at: now)
        }
        events.noteAppended(head)
        try noteDone(work)
        return fault
    }

    /// Carries out one record by its own way; why not, when it cannot be read or may not be applied.
    private func take(
        kind: EventKind, _ payload: [UInt8], isLate: Bool, _ work: inout DocumentWork, at now: Timestamp
    ) throws(StoreError) -> DownlinkFault? {
        do {
            switch try DownlinkPayload.decode(kind: kind, payload: payload) {
            case .document(let patch): return try take(patch, isLate: isLate, &work, at: now)
            case .command(let signed): return try take(signed, &work, at: now)
            case .keys(let set): return try take(set, &work, at: now)
            case .cancel(let cancel):
                try take(cancel, &work, at: now)
                return nil
            }
        } catch let error as EventPayloadError {
            return DownlinkFault(code: error.code, why: error.message)
        } catch let error as StoreError {
            throw error
        } catch {
            return .unreadable("\(error)")
        }
    }

    /// Applies a patch of the hub; why not, when it may not be applied.
    private func take(
        _ patch: DocumentPatch, isLate: Bool, _ work: inout DocumentWork, at now: Timestamp
    ) throws(StoreError) -> DownlinkFault? {
        let known = try documentTable.entry(patch.key)
        if known == nil, try documentTable.total() >= Self.documentsMax {
            return DownlinkFault(code: "DOCUMENTS_FULL", why: "the agent has \(Self.documentsMax) documents")
        }
        var entry = known ?? DocumentEntry(local: Document(key: patch.key), updated: now)
        // The connection proves the hub, not which of its lives; the patch says that itself.
        let sender =
            patch.through.dots.first { $0.replica.side == .hub }?.replica
            ?? ReplicaID(side: .hub, id: UniqueID(high: 0, low: 0))
        if let refusal = PatchCheck.refusal(of: patch, from: sender, to: entry.local, by: policies) {
            return DownlinkFault(code: refusal.code, why: refusal.message)
        }
        entry.receive(patch, isLate: isLate)
        for write in patch.writes { work.clock.observe(write.label, now: now) }
        entry.updated = now
        try put(entry, &work, at: now)
        return nil
    }

    private func setApart(
        _ message: QuarantinedMessage, _ record: EventRecord, _ fault: DownlinkFault, _ work: inout DocumentWork,
        at now: Timestamp
    ) throws(StoreError) {
        work.trimmed += try quarantine.add([message])
        work.events.append(
            .audit(
                AuditEntry(
                    at: now, actor: "agent", action: "downlink.quarantined", target: "downlink \(record.seq)",
                    detail: "\(fault.code): \(fault.why)")))
    }

    /// Gives what of the documents is the folder's own to another incarnation; in the transaction of the re-labelling.
    ///
    /// What the hub has is known by its copy of each document, after the records were taken in that it is proved to
    /// have.
    func relabelDocuments(
        _ order: Relabelling, from old: IncarnationID, as fresh: IncarnationID, _ work: inout DocumentWork,
        at now: Timestamp
    ) throws(StoreError) -> RelabelledEvents {
        if let cursor = order.hubDocuments, try documentLog.chain(at: cursor.seq) == cursor.chain {
            try acknowledgeDocuments(through: cursor, &work, at: now)
        }
        var last: DocumentKey?
        while true {
            let keys = try documentTable.keys(after: last, count: Self.sealedMax)
            guard let end = keys.last else { break }
            for key in keys {
                guard var entry = try documentTable.entry(key) else { continue }
                if entry.relabel(.edge(old), as: .edge(fresh)) {
                    try put(entry, &work, at: now)
                } else {
                    try documentTable.put(entry)
                }
            }
            last = end
        }
        try meta.set("downlink.cursor", SessionProgress.start(of: fresh, .downlink))
        return try documentLog.restart(as: fresh)
    }

    func refreshDocuments() throws(StoreError) {
        dirtyDocuments = try documentTable.dirtySummary()
        oldestDocumentRecord = try documentLog.oldest(after: 0)?.seq ?? documentLog.head.seq + 1
    }

    /// Forgets what is old, a little with each call; what the hub does not have stays.
    ///
    /// Records that the hub has, conflicts that are over, and the documents of alerts that nobody touched since.
    func pruneDocuments(before moment: Timestamp) throws(StoreError) {
        try database.transaction { () throws(StoreError) in
            try documentLog.prune(before: moment, count: 1_000)
            try conflictTable.prune(before: moment, count: 1_000)
            try commandTable.prune(before: moment, count: 1_000)
            try forgetDocuments(try documentTable.aged(before: moment, count: 1_000))
        }
        try refreshDocuments()
    }

    /// Removes documents, and keeps the highest counter of their own writes: the hub knows these, and would take a
    /// write with the same counter for one that it has.
    private func forgetDocuments(_ keys: [DocumentKey]) throws(StoreError) {
        var given = try counterOfForgotten()
        for key in keys {
            given = max(given, try documentTable.entry(key)?.local.versions[replica] ?? 0)
            try documentTable.remove(key)
        }
        if !keys.isEmpty { try meta.set(Self.forgottenName, Int64(clamping: given)) }
    }

    /// The highest counter of own writes in documents that were forgotten.
    func counterOfForgotten() throws(StoreError) -> UInt64 {
        UInt64(clamping: try meta.number(Self.forgottenName) ?? 0)
    }

    private static let forgottenName = "documents.forgotten"

    /// Documents that become records with one round.
    private static let sealedMax = 1_024
}
