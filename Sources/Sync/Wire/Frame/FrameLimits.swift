/// What a frame may hold; each limit is checked before anything is allocated for it.
public struct FrameLimits: Sendable {
    /// As it travels.
    public var bytesMax: Int
    /// After decompression.
    public var uncompressedBytesMax: Int
    /// Records of stream E in one request.
    public var eventsMax: Int
    /// The payload of one record of stream E.
    public var eventBytesMax: Int
    /// Records of stream D in one request, and of the downlink in one answer.
    public var documentsMax: Int
    /// Segments in a request, and outcomes of segments in an answer.
    public var segmentsMax: Int
    /// Machines in the live values of one request.
    public var liveMachinesMax: Int
    /// Live values of one request, over all of its machines.
    public var liveReadingsMax: Int

    /// Limits as given; the defaults are what `standard` has: 8 MiB as it travels, 64 MiB after decompression.
    public init(
        bytesMax: Int = 8 << 20, uncompressedBytesMax: Int = 64 << 20, eventsMax: Int = 16_384,
        eventBytesMax: Int = 256 << 10, documentsMax: Int = 4_096, segmentsMax: Int = 1_024,
        liveMachinesMax: Int = 4_096,
        liveReadingsMax: Int = 65_536
    ) {
        self.bytesMax = bytesMax
        self.uncompressedBytesMax = uncompressedBytesMax
        self.eventsMax = eventsMax
        self.eventBytesMax = eventBytesMax
        self.documentsMax = documentsMax
        self.segmentsMax = segmentsMax
        self.liveMachinesMax = liveMachinesMax
        self.liveReadingsMax = liveReadingsMax
    }

    /// What agent and hub use.
    public static let standard = FrameLimits()
}
