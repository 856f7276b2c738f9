/// How far stream E is known to be stored: the last seq and the running digest over all records up to it.
public struct EventCursor: Sendable, Equatable {
    /// 0: nothing yet.
    public var seq: UInt64
    /// Over all records up to `seq`; of the incarnation alone when there are none.
    public var chain: Digest

    /// A cursor by its two parts.
    public init(seq: UInt64, chain: Digest) {
        self.seq = seq
        self.chain = chain
    }
}
