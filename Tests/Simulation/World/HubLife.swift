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
}
