/// Records of stream E in order and without holes, with the chain before the first and after the last.
public struct EventBatch: Sendable, Equatable {
    public var chainBefore: Digest
    public var chainAfter: Digest
    public var records: [EventRecord]

    public init(chainBefore: Digest, chainAfter: Digest, records: [EventRecord]) {
        self.chainBefore = chainBefore
        self.chainAfter = chainAfter
        self.records = records
    }
}
