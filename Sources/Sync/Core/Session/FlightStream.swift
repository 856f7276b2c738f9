internal import SyncWire

/// The records of one strict stream that are under way in a round.
struct FlightStream: Sendable {
    /// What the hub was known to have before, or our own record before the one that it said it has.
    let base: EventCursor
    /// The chain after each of the records.
    let chains: [Digest]

    /// Nothing when the records do not follow `base`: holes, another start, or another chain.
    init?(_ records: [EventRecord], chainBefore: Digest, following acknowledged: EventCursor, ahead: UInt64) {
        var base = acknowledged
        if let first = records.first, first.seq == ahead, ahead > acknowledged.seq + 1 {
            base = EventCursor(seq: ahead - 1, chain: chainBefore)
        }
        if !records.isEmpty, chainBefore != base.chain { return nil }
        var chain = base.chain
        var chains: [Digest] = []
        chains.reserveCapacity(records.count)
        for (index, record) in records.enumerated() {
            guard record.seq == base.seq + UInt64(index) + 1 else { return nil }
            chain = EventChain.next(previous: chain, record: record)
            chains.append(chain)
        }
        self.base = base
        self.chains = chains
    }

    var last: UInt64 { base.seq + UInt64(chains.count) }

    /// Whether a record is one of those that are under way.
    func isUnderWay(_ seq: UInt64) -> Bool { seq > base.seq && seq <= last }

    /// Our chain at a seq; nothing for one that is neither the base nor in the round.
    func chain(at seq: UInt64) -> Digest? {
        if seq == base.seq { return base.chain }
        guard seq > base.seq, seq <= last else { return nil }
        return chains[Int(seq - base.seq) - 1]
    }

    /// The batch of the records; nothing when there are none.
    func batch(_ records: [EventRecord]) -> EventBatch? {
        guard let chainAfter = chains.last else { return nil }
        return EventBatch(chainBefore: base.chain, chainAfter: chainAfter, records: records)
    }
}
