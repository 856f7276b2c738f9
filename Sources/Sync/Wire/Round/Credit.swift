/// What the hub takes of one stream in the next round.
public struct Credit: Sendable, Equatable {
    public var stream: SyncStream
    public var bytes: UInt64
    public var records: UInt64

    public init(stream: SyncStream, bytes: UInt64, records: UInt64) {
        self.stream = stream
        self.bytes = bytes
        self.records = records
    }
}
