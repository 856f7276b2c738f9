public import SyncWire

/// What of a round the hub has already from another incarnation of the agent: the past that branches of one folder
/// share.
public struct SharedPast: Sendable, Equatable {
    /// The seqs of the round's records of stream E that are known by what they were.
    public var events: Set<UInt64>
    /// The digests under which segments of these numbers are known from other incarnations.
    public var segments: [UInt64: Set<Digest>]
    /// Segments in whose place other incarnations sent another one, with the digest of that one.
    public var replaced: [SegmentReference: Digest]

    /// What is given; nothing is shared otherwise.
    public init(
        events: Set<UInt64> = [], segments: [UInt64: Set<Digest>] = [:], replaced: [SegmentReference: Digest] = [:]
    ) {
        self.events = events
        self.segments = segments
        self.replaced = replaced
    }

    /// Nothing.
    public static let none = SharedPast()

    /// What each new record of stream E may be known as: what it was before it was re-labelled, and as itself, for a
    /// copy of the folder may have sent it as its own.
    public static func identities(
        of request: RoundRequest, after seq: UInt64
    ) -> [(seq: UInt64, names: [RecordOrigin])] {
        guard let batch = request.events else { return [] }
        var chain = batch.chainBefore
        var found: [(seq: UInt64, names: [RecordOrigin])] = []
        for record in batch.records {
            chain = EventChain.next(previous: chain, record: record)
            guard record.seq > seq else { continue }
            let own = RecordOrigin(incarnation: request.hello.incarnation, seq: record.seq, chain: chain)
            found.append((record.seq, record.origins + [own]))
        }
        return found
    }

    /// The numbers of all segments that some records speak of: what a hub looks up before it plans.
    public static func numbers(of segments: some Sequence<SegmentRecord>) -> [UInt64] {
        segments.flatMap { [$0.seq] + $0.thinnedFrom }
    }

    /// Whether the hub has the readings of a segment from another incarnation, whole or in what stands for it.
    ///
    /// Without its digest nothing is known: the number alone may be that of another branch's segment.
    public func covers(_ segment: SegmentReference) -> Bool {
        isStored(segment) || isReplaced(segment)
    }

    /// Whether another incarnation sent something in the place of this segment.
    public func isReplaced(_ segment: SegmentReference) -> Bool { replaced[segment] != nil }

    /// Whether another incarnation sent this segment itself.
    public func isStored(_ segment: SegmentReference) -> Bool {
        segment.digest.map { segments[segment.seq]?.contains($0) == true } ?? false
    }

    /// Takes out of a decision the events that are shared: they count as sent before, and cursors move over them.
    func removeEvents(from decision: inout RoundDecision) {
        let before = decision.events.count
        decision.events.removeAll { events.contains($0.record.seq) }
        decision.duplicateEvents += before - decision.events.count
    }
}
