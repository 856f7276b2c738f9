internal import Runtime
internal import SyncWire

/// Whether a batch of the hub's downlink is the continuation of what the agent has.
enum DownlinkCheck {
    /// Why not; nothing when it is.
    ///
    /// A batch is taken whole or not at all.
    static func refusal(of batch: EventBatch, after cursor: EventCursor) -> DownlinkRefusal? {
        guard let first = batch.records.first, !planted(.downlinkGapsAccepted) else { return nil }
        guard first.seq == cursor.seq &+ 1 else { return .gap(first: first.seq, expected: cursor.seq &+ 1) }
        guard batch.chainBefore == cursor.chain else { return .chainBroken(seq: cursor.seq) }
        var chain = cursor.chain
        for (index, record) in batch.records.enumerated() {
            let expected = first.seq &+ UInt64(index)
            guard record.seq == expected else { return .gap(first: record.seq, expected: expected) }
            chain = EventChain.next(previous: chain, record: record)
        }
        let last = first.seq &+ UInt64(batch.records.count - 1)
        return chain == batch.chainAfter ? nil : .chainBroken(seq: last)
    }
}
