public import SyncWire
public import Telemetry

/// Something that an incarnation sent which does not speak for its agent, as it came.
public enum ApartRecord: Sendable {
    /// A record of stream E, with its own running digest last among its names.
    case event(EventRecord, names: [RecordOrigin], receivedAt: Timestamp)
    /// A segment of stream T.
    case segment(SegmentRecord)
}
