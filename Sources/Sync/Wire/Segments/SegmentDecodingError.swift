public import Runtime

/// Why bytes are not a segment; nothing of them was used.
public enum SegmentDecodingError: CodedError, Equatable {
    case truncated
    case badMagic
    case versionUnsupported(UInt8)
    /// More bytes, blocks, columns or values than the limit.
    case tooLarge(what: String, count: Int, countMax: Int)
    /// A length or a count does not fit what is there.
    case lengthMismatch
    /// It does not decompress, or its checksum is wrong.
    case corrupt
    /// A name, a time, a quality or a value that cannot be.
    case contentInvalid(String)

    /// An upper-case word for each case, all beginning with `SEGMENT_`; it goes into the outcome of the segment.
    public var code: String {
        switch self {
        case .truncated: "SEGMENT_TRUNCATED"
        case .badMagic: "SEGMENT_BAD_MAGIC"
        case .versionUnsupported: "SEGMENT_VERSION_UNSUPPORTED"
        case .tooLarge: "SEGMENT_TOO_LARGE"
        case .lengthMismatch: "SEGMENT_LENGTH_MISMATCH"
        case .corrupt: "SEGMENT_CORRUPT"
        case .contentInvalid: "SEGMENT_CONTENT_INVALID"
        }
    }

    /// One sentence with the numbers of the case and nothing of the readings.
    public var message: String {
        switch self {
        case .truncated: "The segment ends before it is complete."
        case .badMagic: "The bytes are not a segment."
        case .versionUnsupported(let version): "The segment has version \(version), which this end does not read."
        case .tooLarge(let what, let count, let countMax):
            "The segment has \(count) \(what); at most \(countMax) are taken."
        case .lengthMismatch: "A length in the segment is not that of what follows."
        case .corrupt: "The segment does not decompress."
        case .contentInvalid(let what): "The segment holds \(what)."
        }
    }
}
