internal import Runtime
internal import SyncWire

/// What is under way in a round, to compare the answer with.
struct Flight: Sendable {
    var round: UInt64
    /// What the hub was known to have before.
    var base: EventCursor
    /// The chain after each of the events.
    var chains: [Digest]
    var segments: [UInt64]
    var bytes: Int
    var hasMore: Bool
    var sentAt: Uptime

    /// Nothing when the events do not follow `base`: holes, another start, or another chain.
    init?(_ contents: RoundContents, round: UInt64, following base: EventCursor, sentAt: Uptime) {
        if !contents.events.isEmpty, contents.chainBefore != base.chain { return nil }
        var chain = base.chain
        var chains: [Digest] = []
        chains.reserveCapacity(contents.events.count)
        for (index, record) in contents.events.enumerated() {
            guard record.seq == base.seq + UInt64(index) + 1 else { return nil }
            chain = EventChain.next(previous: chain, record: record)
            chains.append(chain)
        }
        self.round = round
        self.base = base
        self.chains = chains
        segments = contents.segments.map(\.seq)
        bytes =
            contents.events.reduce(0) { $0 + $1.payload.count } + contents.segments.reduce(0) { $0 + $1.payload.count }
        hasMore = contents.hasMore
        self.sentAt = sentAt
    }

    var lastEvent: UInt64 { base.seq + UInt64(chains.count) }

    /// Our chain at a seq; nothing for one that is neither the base nor in the round.
    func chain(at seq: UInt64) -> Digest? {
        if seq == base.seq { return base.chain }
        guard seq > base.seq, seq <= lastEvent else { return nil }
        return chains[Int(seq - base.seq) - 1]
    }
}
