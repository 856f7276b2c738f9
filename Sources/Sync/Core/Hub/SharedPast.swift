public import SyncWire

/// What of a round the hub has already from another incarnation of the agent: the past that branches of one folder
/// share.
public struct SharedPast: Sendable, Equatable {
    /// The seqs of the round's records of stream E that are known by what they were.
    public var events: Set<UInt64>
    /// The digests under which segments of these numbers are known from other incarnations.
    public var segments: [UInt64: Set<Digest>]

    /// What is given; nothing is shared otherwise.
    public init(events: Set<UInt64> = [], segments: [UInt64: Set<Digest>] = [:]) {
        self.events = events
        self.segments = segments
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

    /// Takes out of a decision what is shared: it counts as sent before, and cursors move over it all the same.
    func remove(from decision: inout RoundDecision) {
        let before = decision.events.count
        decision.events.removeAll { events.contains($0.record.seq) }
        decision.duplicateEvents += before - decision.events.count
        for (index, segment) in decision.segments.enumerated() {
            guard segments[segment.record.seq]?.contains(segment.record.digest) == true else { continue }
            switch segment.step {
            case .store, .quarantine, .hold: decision.segments[index].step = .duplicate
            case .duplicate, .collide: break
            }
        }
    }
}
