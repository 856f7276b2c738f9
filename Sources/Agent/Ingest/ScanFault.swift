/// Why a payload could not be scanned.
enum ScanFault: UInt8, Error {
    case notJSON
    case tooDeep
    case duplicateKey
    case tooManyMetrics

    var rejection: IngestRejection {
        switch self {
        case .notJSON: IngestRejection(.payloadNotJSON, "the payload is not one JSON object")
        case .tooDeep: IngestRejection(.payloadTooDeep, "the payload is nested too deep")
        case .duplicateKey: IngestRejection(.keyDuplicate, "a key stands twice in one object")
        case .tooManyMetrics: IngestRejection(.metricLimitReached, "too many metrics in one message")
        }
    }
}
