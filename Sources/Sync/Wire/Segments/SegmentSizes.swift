/// What segments expand to by what their headers say, known before any of them is expanded.
///
/// A segment that lies about it is refused when it is decoded, and one that says more than its own limits is never
/// expanded, so it counts nothing here.
public struct SegmentSizes: Sendable, Equatable {
    /// Times and values.
    public private(set) var values = 0
    /// Bytes of the bodies.
    public private(set) var bytes = 0

    /// Of none.
    public init() {}

    /// Of some segments together.
    public init(of segments: some Sequence<SegmentRecord>) {
        for segment in segments { add(segment.payload) }
    }

    /// Of these and one more.
    public mutating func add(_ payload: [UInt8]) {
        guard let said = SegmentCodec.sizes(of: payload) else { return }
        values += said.values
        bytes += said.bytes
    }

    /// Whether a request may hold segments that expand to so much.
    public func fits(_ limits: FrameLimits = .standard) -> Bool {
        values <= limits.segmentValuesMax && bytes <= limits.segmentBytesMax
    }

    func check(_ limits: FrameLimits) throws(RoundFrameError) {
        guard values <= limits.segmentValuesMax else {
            throw .segmentsExpandTooMuch(what: "values", count: values, countMax: limits.segmentValuesMax)
        }
        guard bytes <= limits.segmentBytesMax else {
            throw .segmentsExpandTooMuch(what: "bytes", count: bytes, countMax: limits.segmentBytesMax)
        }
    }
}
