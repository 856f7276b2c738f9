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
