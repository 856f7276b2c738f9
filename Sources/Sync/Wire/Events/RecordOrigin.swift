public import Telemetry

/// Where a re-labelled record stood in an earlier incarnation of its agent.
///
/// A folder that was restored or copied gives its unacknowledged records new seqs. Some of them may have reached the
/// hub under the old ones; with the origin the hub knows those again and does not take them twice.
public struct RecordOrigin: Sendable, Equatable {
    /// The incarnation that the record was written in.
    public var incarnation: IncarnationID
    /// Its seq there.
    public var seq: UInt64
    /// The running digest of that incarnation's stream after the record.
    public var chain: Digest

    /// An origin by its three parts.
    public init(incarnation: IncarnationID, seq: UInt64, chain: Digest) {
        self.incarnation = incarnation
        self.seq = seq
        self.chain = chain
    }

    /// How many origins a record keeps; with more than this many re-labellings the oldest is forgotten.
    public static let countMax = 4
}

extension RecordOrigin {
    /// How many bytes each takes where several stand in one column.
    private static let byteCount = 16 + 8 + Digest.byteCount

    /// One after the other: incarnation, seq with the most significant byte first, chain.
    public static func packed(_ origins: [RecordOrigin]) -> [UInt8] {
        origins.flatMap { origin in
            origin.incarnation.unique.bytes
                + (0..<8).map { UInt8(truncatingIfNeeded: origin.seq >> UInt64(56 - 8 * $0)) } + origin.chain.bytes
        }
    }

    /// What `packed` wrote; an odd rest is left out.
    public static func unpacked(_ bytes: [UInt8]) -> [RecordOrigin] {
        stride(from: 0, to: bytes.count - bytes.count % byteCount, by: byteCount).compactMap { start in
            guard let incarnation = UniqueID(bytes: bytes[start..<start + 16]),
                let chain = Digest(bytes: bytes[start + 24..<start + byteCount])
            else { return nil }
            return RecordOrigin(
                incarnation: IncarnationID(incarnation),
                seq: bytes[start + 16..<start + 24].reduce(0) { $0 << 8 | UInt64($1) }, chain: chain)
        }
    }
}
