internal import SyncWire
internal import Telemetry

/// Where stream E stands after a re-labelling.
struct RelabelledEvents {
    /// The new incarnation.
    var incarnation: IncarnationID
    /// Before the first record of the new incarnation.
    var start: EventCursor
    var head: EventCursor
    var newestCritical: UInt64
    /// By how much the seqs fell.
    var shift: UInt64
    /// Bytes of the payloads of all records from `start` on.
    var bytes: Int64 = 0
}
