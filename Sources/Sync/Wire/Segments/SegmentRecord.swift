/// One segment of stream T as it is sent.
public struct SegmentRecord: Sendable, Equatable {
    /// Contiguous from 1 within one incarnation.
    public var seq: UInt64
    /// SHA-256 of the payload.
    public var digest: Digest
    /// Measured readings in it.
    public var readings: UInt64
    /// Derived values in it.
    public var derived: UInt64
    /// Microseconds since 1970.
    public var firstTime: Int64
    /// Microseconds since 1970, not before `firstTime`.
    public var lastTime: Int64
    /// `SegmentCodec.encode` of the content.
    public var payload: [UInt8]
    /// The segments that this one stands for, thinned; all older than it.
    public var originals: [SegmentReference]
    /// Fields that a later version added, kept as they came.
    public var unknownFields: [UInt8]

    /// A record by its parts; the hub compares digest, numbers and times with the payload.
    public init(
        seq: UInt64, digest: Digest, readings: UInt64, derived: UInt64, firstTime: Int64, lastTime: Int64,
        payload: [UInt8], originals: [SegmentReference] = [], unknownFields: [UInt8] = []
    ) {
        self.seq = seq
        self.digest = digest
        self.readings = readings
        self.derived = derived
        self.firstTime = firstTime
        self.lastTime = lastTime
        self.payload = payload
        self.originals = originals
        self.unknownFields = unknownFields
    }

    /// The numbers of the segments that this one stands for.
    public var thinnedFrom: [UInt64] { originals.map(\.seq) }

    /// Segments that one may stand for at most.
    public static let thinnedFromMax = 256
}
