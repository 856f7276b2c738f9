public import Runtime

/// Why an answer was not used.
public enum AnswerRefusal: CodedError, Equatable {
    /// It answers a round that is not under way: late, doubled or of another session.
    case roundUnknown(UInt64)
    case incarnationOther
    case protocolUnsupported(UInt32)
    /// It acknowledges events that were never written here.
    case eventsUnsent(acknowledged: UInt64, written: UInt64)
    /// It acknowledges events whose chain is not ours.
    case chainMismatch(seq: UInt64)
    /// It acknowledges records of stream D that were never written here.
    case documentsUnsent(acknowledged: UInt64, written: UInt64)
    /// It acknowledges records of stream D whose chain is not ours.
    case documentChainMismatch(seq: UInt64)
    /// It quarantines a record of stream D that was not sent.
    case documentQuarantineUnsent(UInt64)
    /// It speaks of a segment that was not sent.
    case segmentUnsent(UInt64)
    /// It quarantines an event that was not sent.
    case quarantineUnsent(UInt64)

    /// An upper-case word for each case, all beginning with `ANSWER_`.
    public var code: String {
        switch self {
        case .roundUnknown: "ANSWER_ROUND_UNKNOWN"
        case .incarnationOther: "ANSWER_INCARNATION_OTHER"
        case .protocolUnsupported: "ANSWER_PROTOCOL_UNSUPPORTED"
        case .eventsUnsent: "ANSWER_EVENTS_UNSENT"
        case .chainMismatch: "ANSWER_CHAIN_MISMATCH"
        case .documentsUnsent: "ANSWER_DOCUMENTS_UNSENT"
        case .documentChainMismatch: "ANSWER_DOCUMENT_CHAIN_MISMATCH"
        case .documentQuarantineUnsent: "ANSWER_DOCUMENT_QUARANTINE_UNSENT"
        case .segmentUnsent: "ANSWER_SEGMENT_UNSENT"
        case .quarantineUnsent: "ANSWER_QUARANTINE_UNSENT"
        }
    }

    /// One sentence with the numbers that do not fit.
    public var message: String {
        switch self {
        case .roundUnknown(let round): "The answer is to round \(round), which is not under way."
        case .incarnationOther: "The answer is to another incarnation."
        case .protocolUnsupported(let version): "The answer is of protocol \(version), which this agent does not speak."
        case .eventsUnsent(let acknowledged, let written):
            "The answer acknowledges events up to \(acknowledged), but only \(written) were written."
        case .chainMismatch(let seq): "The answer acknowledges event \(seq) with a chain that is not ours."
        case .documentsUnsent(let acknowledged, let written):
            "The answer acknowledges documents up to \(acknowledged), but only \(written) were written."
        case .documentChainMismatch(let seq):
            "The answer acknowledges document record \(seq) with a chain that is not ours."
        case .documentQuarantineUnsent(let seq):
            "The answer quarantines document record \(seq), which was not sent."
        case .segmentUnsent(let seq): "The answer speaks of segment \(seq), which was not sent."
        case .quarantineUnsent(let seq): "The answer quarantines event \(seq), which was not sent."
        }
    }
}
