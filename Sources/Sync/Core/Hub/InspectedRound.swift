public import SyncWire

/// A round whose payloads were read, before any transaction: decoding takes time, and no lock is held for it.
public struct InspectedRound: Sendable {
    /// One event with what its payload says, or why it cannot be read.
    public struct Event: Sendable, Equatable {
        /// As it came, to be stored or kept in quarantine.
        public var record: EventRecord
        /// What is to be carried out; a failure sends the record into quarantine.
        public var payload: Result<EventPayload, EventPayloadError>

        /// An event and what its payload was read as.
        public init(record: EventRecord, payload: Result<EventPayload, EventPayloadError>) {
            self.record = record
            self.payload = payload
        }
    }

    /// One record of stream D with its patch, or why it cannot be taken in.
    public struct Document: Sendable, Equatable {
        /// As it came, to be kept in quarantine where it has to be.
        public var record: EventRecord
        /// What is to be applied; a failure sends the record into quarantine.
        public var patch: Result<DocumentPatch, DocumentRejection>

        /// A record and what its payload was read as.
        public init(record: EventRecord, patch: Result<DocumentPatch, DocumentRejection>) {
            self.record = record
            self.patch = patch
        }
    }

    /// One segment with its readings, or the code of why it cannot be read.
    public struct Segment: Sendable, Equatable {
        /// As it came, to be stored or kept in quarantine.
        public var record: SegmentRecord
        /// Its readings; a failure sends the bytes into quarantine.
        public var content: Result<SegmentContent, SegmentRejection>

        /// A segment and what its bytes were read as.
        public init(record: SegmentRecord, content: Result<SegmentContent, SegmentRejection>) {
            self.record = record
            self.content = content
        }
    }

    /// As it was decoded from the frame.
    public var request: RoundRequest
    /// One for each record of the request, in order.
    public var events: [Event]
    /// One for each record of stream D in the request, in order.
    public var documents: [Document]
    /// One for each segment of the request, in order.
    public var segments: [Segment]
}
