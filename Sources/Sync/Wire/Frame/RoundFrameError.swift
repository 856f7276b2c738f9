public import Runtime

/// Why a frame was not taken; nothing of it was used and no state was changed.
public enum RoundFrameError: CodedError, Equatable {
    /// Fewer bytes than its header or its compressed body needs.
    case truncated
    case badMagic
    case versionUnsupported(UInt8)
    /// The messages in it are of a protocol that this end does not speak.
    case protocolUnsupported(UInt32)
    /// A request where an answer belongs, or the other way round, or a kind of a later version.
    case wrongKind(UInt8)
    case flagsUnknown(UInt8)
    /// More bytes than the limit, as it travels.
    case tooLarge(bytes: Int, bytesMax: Int)
    /// More bytes than the limit, as its header says.
    case expandsTooMuch(bytes: Int, bytesMax: Int)
    /// The header and the body differ about the length, or bytes follow the body.
    case lengthMismatch
    /// The body does not decompress, or its checksum is wrong.
    case corrupt
    /// The body is no message of the schema.
    case notAMessage
    case tooMany(what: String, count: Int, countMax: Int)
    /// The segments together expand to more than the limit, as their headers say.
    case segmentsExpandTooMuch(what: String, count: Int, countMax: Int)
    /// A field holds what it may not.
    case fieldInvalid(String)

    /// An upper-case word for each case, all beginning with `FRAME_`.
    public var code: String {
        switch self {
        case .truncated: "FRAME_TRUNCATED"
        case .badMagic: "FRAME_BAD_MAGIC"
        case .versionUnsupported: "FRAME_VERSION_UNSUPPORTED"
        case .protocolUnsupported: "FRAME_PROTOCOL_UNSUPPORTED"
        case .wrongKind: "FRAME_WRONG_KIND"
        case .flagsUnknown: "FRAME_FLAGS_UNKNOWN"
        case .tooLarge: "FRAME_TOO_LARGE"
        case .expandsTooMuch: "FRAME_EXPANDS_TOO_MUCH"
        case .lengthMismatch: "FRAME_LENGTH_MISMATCH"
        case .corrupt: "FRAME_CORRUPT"
        case .notAMessage: "FRAME_NOT_A_MESSAGE"
        case .tooMany: "FRAME_TOO_MANY_RECORDS"
        case .segmentsExpandTooMuch: "FRAME_SEGMENTS_EXPAND_TOO_MUCH"
        case .fieldInvalid: "FRAME_FIELD_INVALID"
        }
    }

    /// One sentence with the numbers of the case and nothing else of the frame.
    public var message: String {
        switch self {
        case .truncated: "The frame ends before it is complete; send it again."
        case .badMagic: "The body is not a frame of sync."
        case .versionUnsupported(let version):
            "The frame has version \(version); this end speaks \(RoundFrame.versions)."
        case .protocolUnsupported(let version):
            "The messages have version \(version); this end speaks \(RoundFrame.protocolVersions)."
        case .wrongKind(let kind): "The frame is of kind \(kind), which does not belong here."
        case .flagsUnknown(let flags): "The frame has flags \(flags), which this version does not know."
        case .tooLarge(let bytes, let bytesMax): "The frame has \(bytes) bytes; at most \(bytesMax) are taken."
        case .expandsTooMuch(let bytes, let bytesMax):
            "The frame says that it expands to \(bytes) bytes; at most \(bytesMax) are taken."
        case .lengthMismatch: "The length in the frame's header is not that of its body."
        case .corrupt: "The body of the frame does not decompress."
        case .notAMessage: "The body of the frame is not a message of the schema."
        case .tooMany(let what, let count, let countMax):
            "The frame has \(count) \(what); at most \(countMax) are taken."
        case .segmentsExpandTooMuch(let what, let count, let countMax):
            "The segments of the frame say that they hold \(count) \(what); at most \(countMax) are taken."
        case .fieldInvalid: "The field holds a value that it may not hold."
        }
    }

    /// The path of the field in the schema, as `hello.incarnation`, for `fieldInvalid` alone.
    public var field: String? {
        if case .fieldInvalid(let path) = self { path } else { nil }
    }
}
