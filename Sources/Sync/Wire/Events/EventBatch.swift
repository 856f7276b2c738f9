/// Records of stream E in order and without holes, with the chain before the first and after the last.
public struct EventBatch: Sendable, Equatable {
    /// The running digest before the first record; the hub compares it with its own.
    public var chainBefore: Digest
    /// The running digest after the last record.
    public var chainAfter: Digest
    /// In the order of their seqs, which follow each other by one; decoding refuses others.
    public var records: [EventRecord]

    /// A batch by its three parts; neither the seqs nor the chain are checked here.
    public init(chainBefore: Digest, chainAfter: Digest, records: [EventRecord]) {
        self.chainBefore = chainBefore
        self.chainAfter = chainAfter
        self.records = records
    }
}
