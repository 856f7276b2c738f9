/// What the hub takes of one stream in the next round.
public struct Credit: Sendable, Equatable {
    /// One credit a stream counts: the first.
    public var stream: SyncStream
    /// 0: nothing of the stream.
    public var bytes: UInt64
    /// Events, documents, segments or machines, whichever the stream is of; 0: nothing of the stream.
    public var records: UInt64

    /// Whether nothing of the stream is taken, but what is urgent.
    public var isNothing: Bool { bytes == 0 || records == 0 }

    /// A credit by its parts; a stream without one is not limited.
    public init(stream: SyncStream, bytes: UInt64, records: UInt64) {
        self.stream = stream
        self.bytes = bytes
        self.records = records
    }
}
