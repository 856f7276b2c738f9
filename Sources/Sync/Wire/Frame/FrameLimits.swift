/// What a frame may hold; each limit is checked before anything is allocated for it.
public struct FrameLimits: Sendable {
    /// As it travels.
    public var bytesMax: Int
    /// After decompression.
    public var uncompressedBytesMax: Int
    public var eventsMax: Int
    public var eventBytesMax: Int
    public var segmentsMax: Int
    public var liveMachinesMax: Int
    public var liveReadingsMax: Int

    public init(
        bytesMax: Int = 8 << 20, uncompressedBytesMax: Int = 64 << 20, eventsMax: Int = 16_384,
        eventBytesMax: Int = 256 << 10, segmentsMax: Int = 1_024, liveMachinesMax: Int = 4_096,
        liveReadingsMax: Int = 65_536
    ) {
        self.bytesMax = bytesMax
        self.uncompressedBytesMax = uncompressedBytesMax
        self.eventsMax = eventsMax
        self.eventBytesMax = eventBytesMax
        self.segmentsMax = segmentsMax
        self.liveMachinesMax = liveMachinesMax
        self.liveReadingsMax = liveReadingsMax
    }

    /// What agent and hub use.
    public static let standard = FrameLimits()
}
