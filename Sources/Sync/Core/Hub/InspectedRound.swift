public import SyncWire

/// A round whose payloads were read, before any transaction: decoding takes time, and no lock is held for it.
public struct InspectedRound: Sendable {
    /// One event with what its payload says, or why it cannot be read.
    public struct Event: Sendable, Equatable {
        public var record: EventRecord
        public var payload: Result<EventPayload, EventPayloadError>

        public init(record: EventRecord, payload: Result<EventPayload, EventPayloadError>) {
            self.record = record
            self.payload = payload
        }
    }

    /// One segment with its readings, or the code of why it cannot be read.
    public struct Segment: Sendable, Equatable {
        public var record: SegmentRecord
        public var content: Result<SegmentContent, SegmentRejection>

        public init(record: SegmentRecord, content: Result<SegmentContent, SegmentRejection>) {
            self.record = record
            self.content = content
        }
    }

    public var request: RoundRequest
    public var events: [Event]
    public var segments: [Segment]
}
