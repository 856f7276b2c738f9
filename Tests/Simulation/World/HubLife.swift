package import SyncCore
package import SyncWire
import Telemetry

/// What the hub has of one incarnation of one agent.
package struct HubLife {
    package var cursor: HubCursor
    /// All records over which the cursor moved, those as well that were known from another incarnation.
    package var received: [EventRecord] = []
    /// The records that were taken in, those in quarantine as well, in their order.
    package var events: [EventRecord] = []
    package var quarantinedEvents: [UInt64] = []
    /// The guard rows.
    package var segments: [UInt64: Digest] = [:]
    /// Segments in whose place another one came, with the digest of that one.
    package var replaced: [SegmentReference: Digest] = [:]
    /// Segments that are here whole within another one that was made of them.
    package var within: Set<UInt64> = []
    /// What was stored, one entry for each insert, so that a second one would show.
    package var stored: [(seq: UInt64, content: SegmentContent)] = []
    package var quarantinedSegments: [SegmentRecord] = []
    package var collisions: [SegmentRecord] = []

    init(_ incarnation: IncarnationID) {
        cursor = HubCursor(events: EventCursor(seq: 0, chain: EventChain.start(of: incarnation)))
    }

    /// The digests of some segments, as far as they are known.
    func known(_ seqs: [UInt64]) -> [UInt64: Digest] {
        Dictionary(seqs.compactMap { seq in segments[seq].map { (seq, $0) } }, uniquingKeysWith: { first, _ in first })
    }

    /// The segments that are here as they were, by themselves or within others.
    package var whole: [(seq: UInt64, digest: Digest)] {
        (stored.map(\.seq) + within.sorted()).compactMap { seq in segments[seq].map { (seq, $0) } }
    }

    /// Notes what a segment that is stored was made of.
    mutating func takeOriginals(of record: SegmentRecord, isFolded: Bool) {
        for original in record.originals where segments[original.seq] == nil {
            if let digest = original.digest, !isFolded {
                segments[original.seq] = digest
                within.insert(original.seq)
            } else {
                segments[original.seq] = record.digest
                if original.digest != nil { replaced[original] = record.digest }
            }
        }
    }
}
