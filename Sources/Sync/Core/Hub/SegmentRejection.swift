public import Runtime
public import SyncWire

/// Why the hub cannot take in a segment; it keeps the bytes in quarantine and acknowledges it.
public enum SegmentRejection: CodedError, Equatable {
    case undecodable(SegmentDecodingError)
    /// The digest in the record is not that of its bytes.
    case digestMismatch
    /// The record says other numbers or times than its content.
    case summaryMismatch
    /// A time lies outside of the years 0 to 9999.
    case timesOutOfRange
    /// It stands for a segment for which the hub has another one.
    case originalReplaced(seq: UInt64)

    /// The decoder's own code, or that of the case; it goes into the outcome of the segment.
    public var code: String {
        switch self {
        case .undecodable(let error): error.code
        case .digestMismatch: "SEGMENT_DIGEST_MISMATCH"
        case .summaryMismatch: "SEGMENT_SUMMARY_MISMATCH"
        case .timesOutOfRange: "SEGMENT_TIMES_OUT_OF_RANGE"
        case .originalReplaced: "SEGMENT_ORIGINAL_REPLACED"
        }
    }

    /// One sentence without anything of the readings.
    public var message: String {
        switch self {
        case .undecodable(let error): error.message
        case .digestMismatch: "The digest of the segment is not that of its bytes."
        case .summaryMismatch: "The segment holds another number of readings, or other times, than its record says."
        case .timesOutOfRange: "The segment holds readings from before the year 0 or after 9999."
        case .originalReplaced(let seq): "The segment stands for segment \(seq), for which the hub has another one."
        }
    }
}
