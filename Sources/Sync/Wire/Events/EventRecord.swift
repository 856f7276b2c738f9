/// One record of stream E as it is stored, chained and sent; the payload is opaque here.
public struct EventRecord: Sendable, Equatable {
    /// Contiguous from 1 within one incarnation.
    public var seq: UInt64
    public var kind: EventKind
    public var priority: EventPriority
    /// `EventPayload.encode()` of the kind.
    public var payload: [UInt8]
    /// Fields that a later version added, kept as they came.
    public var unknownFields: [UInt8]

    public init(
        seq: UInt64, kind: EventKind, priority: EventPriority, payload: [UInt8], unknownFields: [UInt8] = []
    ) {
        self.seq = seq
        self.kind = kind
        self.priority = priority
        self.payload = payload
        self.unknownFields = unknownFields
    }
}
