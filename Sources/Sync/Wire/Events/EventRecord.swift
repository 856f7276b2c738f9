/// One record of stream E as it is stored, chained and sent; the payload is opaque here.
public struct EventRecord: Sendable, Equatable {
    /// Contiguous from 1 within one incarnation.
    public var seq: UInt64
    /// What the payload is; may be of a later version.
    public var kind: EventKind
    /// A priority of a later version is read as critical.
    public var priority: EventPriority
    /// `EventPayload.encode()` of the kind.
    public var payload: [UInt8]
    /// What the record was before it was re-labelled, oldest first; outside of the chain.
    public var origins: [RecordOrigin]
    /// When it was written, by the writer's hybrid clock; outside of the chain.
    ///
    /// Nothing for records of stream D and of the hub, whose writes have labels of their own, and for those that an
    /// earlier version wrote.
    public var label: HybridTime?
    /// Fields that a later version added, kept as they came.
    public var unknownFields: [UInt8]

    /// A record as it is to be stored or as it came; nothing is checked here.
    public init(
        seq: UInt64, kind: EventKind, priority: EventPriority, payload: [UInt8], origins: [RecordOrigin] = [],
        label: HybridTime? = nil, unknownFields: [UInt8] = []
    ) {
        self.seq = seq
        self.kind = kind
        self.priority = priority
        self.payload = payload
        self.origins = origins
        self.label = label
        self.unknownFields = unknownFields
    }
}
