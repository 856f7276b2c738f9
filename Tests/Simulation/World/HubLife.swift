import SyncCore
import SyncWire
import Telemetry

/// What the hub has of one incarnation of one agent.
struct HubLife {
    var cursor: HubCursor
    /// All records over which the cursor moved, those as well that were known from another incarnation.
    var received: [EventRecord] = []
    /// The records that were taken in, those in quarantine as well, in their order.
    var events: [EventRecord] = []
    var quarantinedEvents: [UInt64] = []
    /// The guard rows.
    var segments: [UInt64: Digest] = [:]
    /// Segments in whose place another one came, with the digest of that one.
    var replaced: [SegmentReference: Digest] = [:]
    /// What was stored, one entry for each insert, so that a second one would show.
    var stored: [(seq: UInt64, content: SegmentContent)] = []
    var quarantinedSegments: [SegmentRecord] = []
    var collisions: [SegmentRecord] = []

    init(_ incarnation: IncarnationID) {
        cursor = HubCursor(events: EventCursor(seq: 0, chain: EventChain.start(of: incarnation)))
    }

    /// The digests of some segments, as far as they are known.
    func known(_ seqs: [UInt64]) -> [UInt64: Digest] {
        Dictionary(seqs.compactMap { seq in segments[seq].map { (seq, $0) } }, uniquingKeysWith: { first, _ in first })
    }
}
