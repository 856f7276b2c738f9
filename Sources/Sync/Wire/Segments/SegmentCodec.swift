/// The bytes of a segment.
public enum SegmentCodec {
    /// The bytes of a content; the same content gives the same bytes.
    public static func encode(
        _ content: SegmentContent, limits: SegmentLimits = .standard
    ) throws(SegmentEncodingError) -> [UInt8] {
        fatalError("being written")
    }

    /// Reads the bytes of a segment. Whatever they are, it returns or throws; it never takes more memory than the limits.
    public static func decode(
        _ bytes: [UInt8], limits: SegmentLimits = .standard
    ) throws(SegmentDecodingError) -> SegmentContent {
        fatalError("being written")
    }
}
