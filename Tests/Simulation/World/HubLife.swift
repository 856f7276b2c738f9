import SyncCore
import SyncWire
import Telemetry

/// What the hub has of one incarnation of one agent.
struct HubLife {
    struct Key: Hashable {
        var agent: AgentID
        var incarnation: IncarnationID
    }

    var cursor: HubCursor
    /// All records, those in quarantine as well, in the order in which they were taken.
    var events: [EventRecord] = []
    var quarantinedEvents: [UInt64] = []
    /// The guard rows.
    var segments: [UInt64: Digest] = [:]
    /// What was stored, one entry for each insert, so that a second one would show.
    var stored: [(seq: UInt64, content: SegmentContent)] = []
    var quarantinedSegments: [SegmentRecord] = []
    var collisions: [SegmentRecord] = []

    init(_ incarnation: IncarnationID) {
        cursor = HubCursor(events: EventCursor(seq: 0, chain: EventChain.start(of: incarnation)))
    }
}
