public import SyncWire
public import Telemetry

/// A segment that the hub has with all its readings, under the incarnation that sent it.
public struct HubSegment: Sendable, Hashable {
    /// The incarnation that sent it.
    public var incarnation: IncarnationID
    /// Its number there.
    public var seq: UInt64
    /// SHA-256 of its bytes.
    public var digest: Digest

    /// A segment by its names.
    public init(incarnation: IncarnationID, seq: UInt64, digest: Digest) {
        self.incarnation = incarnation
        self.seq = seq
        self.digest = digest
    }

    /// Whether a record of an incarnation of the same agent speaks of this segment.
    ///
    /// With a digest, whichever incarnation either is of. Without one only within one incarnation: branches of a folder
    /// go on with the same numbers, and a gap that is shown though it is none misleads less than one that is not.
    public func isMeant(by reference: SegmentReference, of other: IncarnationID) -> Bool {
        guard reference.seq == seq else { return false }
        guard let named = reference.digest else { return other == incarnation }
        return named == digest
    }
}
