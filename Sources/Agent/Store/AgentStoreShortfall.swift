internal import SyncCore
public import SyncWire
public import Telemetry

extension AgentStore {
    /// Says in stream E what was not stored, and seals what was folded in memory; nothing when there is nothing to say.
    ///
    /// All counts must be committed; they are, after each `commit`. Called about every five minutes, and by `isLast` at
    /// the end of the process. A crash before it loses the aggregates, and the next start says so.
    public func flushShortfall(isLast: Bool = false, at now: Timestamp) throws(StoreError) {
        guard !shortfall.rows.isEmpty, !shortfall.isChanged else { return }
        if isLast || mode != .eventsOnly { try sealFold(at: now) }
        let kinds: [Shortfall.Kind] = [.notRecorded, .lost]
        let (gaps, times) = shortfall.manifests(of: kinds, at: now)
        guard !times.isEmpty else { return }
        let forgotten = forgotten.adding(times)
        var clock = hybridClock
        let head = try database.transaction { () throws(StoreError) in
            try shortfall.settle(kinds)
            try forgotten.write()
            return try events.append(gaps.map { .gap($0) }, by: &clock, at: now)
        }
        events.noteAppended(head)
        hybridClock = clock
        shortfall.noteSettled(kinds)
        self.forgotten = forgotten
    }

    /// What is counted and not yet said: the manifests that `flushShortfall` would write now.
    public func unsaidGaps(at now: Timestamp) -> [GapManifest] {
        shortfall.manifests(of: [.notRecorded, .folded, .lost], at: now).gaps
    }

    /// Writes the aggregates as a segment, and their manifests in the transaction that enters it.
    private func sealFold(at now: Timestamp) throws(StoreError) {
        let (gaps, times) = shortfall.manifests(of: [.folded], at: now)
        guard !times.isEmpty else { return }
        let content = shortfall.fold.content { index in
            let entry = series.entries[index]
            return (entry.machine, entry.metric, entry.unit)
        }
        var added: SegmentLedger.Entry?
        if !content.blocks.isEmpty, let bytes = try? SegmentCodec.encode(content) {
            let entry = SegmentLedger.Entry(content, seq: ledger.newestSeq + 1, bytes: bytes, level: .minute)
            try write(bytes, as: entry)
            added = entry
        }
        let forgotten = forgotten.adding(times)
        var clock = hybridClock
        let head = try database.transaction { () throws(StoreError) in
            if let added { try ledger.add(added, at: now) }
            try shortfall.settle([.folded])
            try forgotten.write()
            return try events.append(gaps.map { .gap($0) }, by: &clock, at: now)
        }
        events.noteAppended(head)
        hybridClock = clock
        if let added { ledger.noteAdded(added) }
        shortfall.noteSettled([.folded])
        self.forgotten = forgotten
    }
}
