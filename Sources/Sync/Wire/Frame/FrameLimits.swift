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
    /// Times and values that the segments of one request hold together, as their headers say.
    public var segmentValuesMax: Int
    /// Bytes that the bodies of those segments expand to together, as their headers say.
    public var segmentBytesMax: Int
    /// Machines in the live values of one request.
    public var liveMachinesMax: Int
    /// Live values of one request, over all of its machines.
    public var liveReadingsMax: Int

    /// Limits as given; the defaults are what `standard` has: 8 MiB as it travels, 64 MiB after decompression.
    ///
    /// A column that stays the same takes a hundred bytes however long it is, so what a request expands to has a bound
    /// of its own: all of its segments may hold what a single one may. Agents send at most 2^20 readings at once, but
    /// for a single segment that has more (`RoundPlan.readingsMax`): 2.1 million times and values where no two columns
    /// share their times.
    public init(
        bytesMax: Int = 8 << 20, uncompressedBytesMax: Int = 64 << 20, eventsMax: Int = 16_384,
        eventBytesMax: Int = 256 << 10, documentsMax: Int = 4_096, segmentsMax: Int = 1_024,
        segmentValuesMax: Int = SegmentLimits.standard.valuesMax,
        segmentBytesMax: Int = SegmentLimits.standard.uncompressedBytesMax, liveMachinesMax: Int = 4_096,
        liveReadingsMax: Int = 65_536
    ) {
        self.bytesMax = bytesMax
        self.uncompressedBytesMax = uncompressedBytesMax
        self.eventsMax = eventsMax
        self.eventBytesMax = eventBytesMax
        self.documentsMax = documentsMax
        self.segmentsMax = segmentsMax
        self.segmentValuesMax = segmentValuesMax
        self.segmentBytesMax = segmentBytesMax
        self.liveMachinesMax = liveMachinesMax
        self.liveReadingsMax = liveReadingsMax
    }

    /// What agent and hub use.
    public static let standard = FrameLimits()
}
