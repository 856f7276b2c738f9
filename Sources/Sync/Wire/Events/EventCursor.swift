/// How far stream E is known to be stored: the last seq and the running digest over all records up to it.
public struct EventCursor: Sendable, Equatable {
    /// 0: nothing yet.
    public var seq: UInt64
    public var chain: Digest

    public init(seq: UInt64, chain: Digest) {
        self.seq = seq
        self.chain = chain
    }
}
