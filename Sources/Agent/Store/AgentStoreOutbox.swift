internal import Runtime
public import SyncCore
public import SyncWire
public import Telemetry

extension AgentStore {
    /// The newest record of stream E.
    public var eventHead: EventCursor { events.head }

    /// What the hub is known to have of stream E.
    public var acknowledgedEvents: EventCursor { events.acknowledged }

    /// What the hub is known to have of stream D.
    public var acknowledgedDocuments: EventCursor { documentLog.acknowledged }

    /// The newest segment ever sealed; 0 when there is none.
    public var newestSegment: UInt64 { ledger.newestSeq }

    /// Records after `seq`, in order, as many as fit both limits, and at least one when there is one.
    public func eventRecords(after seq: UInt64, countMax: Int, bytesMax: Int) throws(StoreError) -> [EventRecord] {
        try events.records(after: seq, countMax: countMax, bytesMax: bytesMax)
    }

    /// The running digest of stream E at a record; nothing when the record is no longer kept.
    public func eventChain(at seq: UInt64) throws(StoreError) -> Digest? {
        try events.chain(at: seq)
    }

    /// The newest records of one kind, newest first.
    public func newestEvents(of kind: EventKind, count: Int) throws(StoreError) -> [EventRecord] {
        try events.newest(of: kind, count: count)
    }

    /// Those of the newest records of one kind in whose payload an id stands, newest first: that one and what names it.
    public func newestEvents(of kind: EventKind, naming id: UniqueID, among count: Int) throws(StoreError)
        -> [EventRecord]
    {
        try events.newest(of: kind, naming: id, among: count)
    }

    /// Segments that the hub does not have, those with the newest readings first, without their bytes.
    public func unsentSegments(count: Int) throws(StoreError) -> [UnsentSegment] {
        try ledger.newest(.unsent, count: count).map {
            UnsentSegment(seq: $0.seq, bytes: Int($0.bytes), readings: Int(clamping: $0.readings + $0.derived))
        }
    }

    /// A segment with its bytes, ready to be sent.
    ///
    /// Nothing when it is not there any more. A file that is missing, cannot be read or is not what was sealed is
    /// struck off, with a gap manifest in stream E in the same transaction.
    public func segment(_ seq: UInt64, at now: Timestamp) throws(StoreError) -> SegmentRecord? {
        guard let (entry, state) = try ledger.entry(seq), state != .deleted else { return nil }
        guard let payload = try files.read(entry.file), Digest(of: payload) == entry.digest else {
            try drop([entry], from: state, reason: "DAMAGED", at: now)
            return nil
        }
        return SegmentRecord(
            seq: seq, digest: entry.digest, readings: entry.readings, derived: entry.derived,
            firstTime: entry.firstTime, lastTime: entry.lastTime, payload: payload,
            originals: try references(to: entry.thinnedFrom))
    }

    /// Segments with their digests, as far as the ledger has them: rows stay when their segments are struck off.
    private func references(to seqs: [UInt64]) throws(StoreError) -> [SegmentReference] {
        var references: [SegmentReference] = []
        for seq in seqs { references.append(SegmentReference(seq: seq, digest: try ledger.entry(seq)?.entry.digest)) }
        return references
    }

    /// Notes that segments are about to be sent; durable, so that one that the hub may have is never thinned.
    func offer(_ seqs: [UInt64]) throws(StoreError) {
        freshOffers = []
        for seq in seqs where try ledger.entry(seq)?.entry.isOffered == false { freshOffers.append(seq) }
        guard !freshOffers.isEmpty else { return }
        try database.transaction { () throws(StoreError) in
            for seq in freshOffers { try ledger.setOffered(seq, true) }
        }
    }

    /// Notes that the round of the last `offer` certainly did not reach the hub.
    func withdrawOffers() throws(StoreError) {
        guard !freshOffers.isEmpty else { return }
        try database.transaction { () throws(StoreError) in
            for seq in freshOffers { try ledger.setOffered(seq, false) }
        }
        freshOffers = []
    }

    /// Notes what an answer of the hub settled, and the session's progress with it, in one transaction.
    ///
    /// Telemetry and events stay for the time that the options say, because a hub that was restored may ask again.
    /// Gives what of the downlink is durable: less than the settlement says when the quarantine has no room for a
    /// record that cannot be carried out. That one and those after it are to come again.
    @discardableResult
    public func settle(_ settlement: Settlement, at now: Timestamp) throws(StoreError) -> EventCursor {
        let progress = settlement.progress
        var work = DocumentWork(clock: hybridClock)
        if let label = settlement.label { work.clock.observe(label, now: now) }
        if planted(.downlinkCursorBeforeItsRecords) { try meta.set("downlink.cursor", progress.downlink) }
        var moves: [SegmentLedger.Move] = []
        var taken = progress.downlink
        let head = try database.transaction { () throws(StoreError) in
            try events.acknowledge(through: progress.acknowledged)
            if !planted(.resumeTokenNotKept) { try meta.set("hub.resume-token", progress.resumeToken) }
            try meta.set("hub.generation", Int64(bitPattern: progress.hubGeneration))
            try meta.set("hub.safe-position", settlement.safePosition)
            for outcome in settlement.segments where outcome.kind.isSettled || planted(.deferredCountsAsSettled) {
                let isThere = outcome.kind == .stored || outcome.kind == .duplicate
                let state = isThere ? SegmentState.acknowledged : .refused
                if let move = try ledger.move(outcome.seq, to: state, at: now) { moves.append(move) }
            }
            // What the hub has of ours comes first: what it wrote may know it.
            try acknowledgeDocuments(through: progress.documentsAcknowledged, &work, at: now)
            let count = try takeDownlink(settlement.downlink, &work, at: now)
            if count < settlement.downlink.count { taken = downlink.following(settlement.downlink.prefix(count)) }
            try meta.set("downlink.cursor", taken)
            try keep(work)
            return try events.append(work.events, by: &work.clock, at: now)
        }
        ledger.noteMoved(moves)
        events.noteAppended(head)
        events.noteAcknowledged(progress.acknowledged)
        documentLog.noteAcknowledged(progress.documentsAcknowledged)
        downlink = taken
        try noteDone(work)
        return taken
    }

    /// What of the session with the hub is durable.
    public func sessionProgress() throws(StoreError) -> SessionProgress {
        SessionProgress(
            incarnation: incarnation, acknowledged: events.acknowledged,
            documentsAcknowledged: documentLog.acknowledged, downlink: downlink,
            resumeToken: try meta.bytes("hub.resume-token") ?? [],
            hubGeneration: UInt64(bitPattern: try meta.number("hub.generation") ?? 0),
            predecessor: try meta.bytes("predecessor").flatMap { UniqueID(bytes: $0) }.map { IncarnationID($0) })
    }

    /// How far the store is ahead of the hub, as a session wants to know it.
    public func sessionBacklog() throws(StoreError) -> SessionBacklog {
        SessionBacklog(
            newestEvent: events.head.seq, newestCriticalEvent: events.newestCritical,
            oldestKeptEvent: try events.oldest(after: 0)?.seq ?? events.head.seq + 1,
            newestSegment: ledger.newestSeq, pendingSegments: Int(clamping: unsentTotals.segments),
            documents: documentBacklog)
    }

    /// What is still to be sent; the open window and changes of documents that are in no record are not in it.
    public func backlog() throws(StoreError) -> Backlog {
        let unsent = unsentTotals
        let oldest = try [events, documentLog].map { log throws(StoreError) in
            try log.oldest(after: log.acknowledged.seq)?.time
        }
        return Backlog(
            events: events.head.seq - min(events.acknowledged.seq, events.head.seq), readings: unsent.readings,
            segments: unsent.segments, bytes: unsent.bytes + events.unsentBytes + documentLog.unsentBytes,
            oldestAt: (oldest + [try ledger.earliestUnsent()]).compactMap { $0 }.min())
    }
}

extension EventCursor {
    /// Where a stream stands after more records.
    fileprivate func following(_ records: some Sequence<EventRecord>) -> EventCursor {
        records.reduce(self) { cursor, record in
            EventCursor(seq: record.seq, chain: EventChain.next(previous: cursor.chain, record: record))
        }
    }
}

/// A segment that waits to be sent.
public struct UnsentSegment: Sendable, Equatable {
    /// Its place in stream T.
    public var seq: UInt64
    /// The size of its file.
    public var bytes: Int
    /// Measured readings and derived values in it.
    public var readings: Int
}
