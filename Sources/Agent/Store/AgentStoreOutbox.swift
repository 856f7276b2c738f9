public import SyncWire
public import Telemetry

extension AgentStore {
    /// The newest record of stream E.
    public var eventHead: EventCursor { events.head }

    /// What the hub is known to have of stream E.
    public var acknowledgedEvents: EventCursor { events.acknowledged }

    /// The newest segment ever sealed; 0 when there is none.
    public var newestSegment: UInt64 { ledger.newestSeq }

    /// Records after `seq` up to `last`, in order, as many as fit `bytesMax` and at least one; nothing when there is none.
    public func eventBatch(after seq: UInt64, through last: UInt64, bytesMax: Int) throws(StoreError) -> EventBatch? {
        try events.batch(after: seq, through: last, bytesMax: bytesMax)
    }

    /// The running digest of stream E at a record; nothing when the record is no longer kept.
    public func eventChain(at seq: UInt64) throws(StoreError) -> Digest? {
        try events.chain(at: seq)
    }

    /// The newest records of one kind, newest first.
    public func newestEvents(of kind: EventKind, count: Int) throws(StoreError) -> [EventRecord] {
        try events.newest(of: kind, count: count)
    }

    /// Segments that the hub does not have, newest first, without their bytes.
    public func unsentSegments(count: Int) throws(StoreError) -> [UnsentSegment] {
        try ledger.newest(.unsent, count: count).map { UnsentSegment(seq: $0.seq, bytes: Int($0.bytes)) }
    }

    /// A segment with its bytes, ready to be sent.
    ///
    /// Nothing when it is not there any more. A file that is missing or is not what was sealed is struck off, with a gap
    /// manifest in stream E in the same transaction.
    public func segment(_ seq: UInt64, at now: Timestamp) throws(StoreError) -> SegmentRecord? {
        guard let (entry, state) = try ledger.entry(seq), state != .deleted else { return nil }
        guard let payload = try files.read(entry.file), Digest(of: payload) == entry.digest else {
            try drop([entry], from: state, reason: "DAMAGED", at: now)
            return nil
        }
        return SegmentRecord(
            seq: seq, digest: entry.digest, readings: entry.readings, derived: entry.derived,
            firstTime: entry.firstTime, lastTime: entry.lastTime, payload: payload)
    }

    /// Notes what the hub has, and the session's state with it, in one transaction.
    ///
    /// Telemetry and events stay for the time that the options say, because a hub that was restored may ask again.
    public func acknowledge(
        events cursor: EventCursor?, segments outcomes: [SegmentOutcome], states: [NamedState] = [], at now: Timestamp
    ) throws(StoreError) {
        try guarded { () throws(StoreError) in
            try database.transaction { () throws(StoreError) in
                if let cursor { try events.acknowledge(through: cursor) }
                for outcome in outcomes where outcome.kind.isSettled {
                    let isThere = outcome.kind == .stored || outcome.kind == .duplicate
                    try ledger.set(outcome.seq, to: isThere ? .acknowledged : .refused, at: now)
                }
                try self.states.put(states)
            }
        }
        if let cursor { events.noteAcknowledged(cursor) }
        if !outcomes.isEmpty { try refreshTotals() }
    }

    /// What is still to be sent; the open window is not in it.
    public func backlog() throws(StoreError) -> Backlog {
        let unsent = totals[.unsent] ?? SegmentTotals()
        let oldestEvent = try events.oldestUnsentTime()
        return Backlog(
            events: events.head.seq - min(events.acknowledged.seq, events.head.seq), readings: unsent.readings,
            segments: unsent.segments, bytes: unsent.bytes,
            oldestAt: [unsent.oldestTime, oldestEvent].compactMap { $0 }.min())
    }

    func refreshTotals() throws(StoreError) {
        for state in [SegmentState.unsent, .acknowledged, .refused] { totals[state] = try ledger.total(state) }
    }
}

/// A segment that waits to be sent.
public struct UnsentSegment: Sendable, Equatable {
    public var seq: UInt64
    public var bytes: Int
}
