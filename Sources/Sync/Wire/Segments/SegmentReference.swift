/// A segment that another record speaks of.
///
/// Numbers go on when a folder is re-labelled, so that two branches of it may have given one number to different
/// segments; the digest tells those apart.
public struct SegmentReference: Hashable, Sendable {
    /// Its number in stream T.
    public var seq: UInt64
    /// Nothing where it is not known any more, or from an agent that did not say it.
    public var digest: Digest?

    /// A reference by its parts.
    public init(seq: UInt64, digest: Digest?) {
        self.seq = seq
        self.digest = digest
    }
}

extension SegmentReference {
    /// The digests of some, 32 bytes each, zeros where one is not known; empty when none is.
    public static func packedDigests(of references: [SegmentReference]) -> [UInt8] {
        guard references.contains(where: { $0.digest != nil }) else { return [] }
        return references.flatMap { $0.digest?.bytes ?? unknown }
    }

    /// References to some numbers with what `packedDigests` wrote; nothing where there are too many or too few bytes.
    public static func unpacked(_ seqs: [UInt64], digests: some Collection<UInt8>) -> [SegmentReference]? {
        if digests.isEmpty { return seqs.map { SegmentReference(seq: $0, digest: nil) } }
        guard digests.count == seqs.count * Digest.byteCount else { return nil }
        let bytes = Array(digests)
        return seqs.enumerated().map { index, seq in
            let part = bytes[index * Digest.byteCount..<(index + 1) * Digest.byteCount]
            return SegmentReference(seq: seq, digest: part.elementsEqual(unknown) ? nil : Digest(bytes: part))
        }
    }

    private static let unknown = [UInt8](repeating: 0, count: Digest.byteCount)
}
