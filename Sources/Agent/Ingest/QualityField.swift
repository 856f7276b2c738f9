internal import Telemetry

/// Reads the quality's word out of a payload.
enum QualityField {
    private static let words = Quality.allCases.map { (quality: $0, key: ByteKey($0.word)) }

    static func read(
        _ capture: Capture, _ payload: UnsafeRawBufferPointer
    ) throws(IngestRejection) -> Quality {
        if capture.kind == .text {
            let word = UnsafeRawBufferPointer(rebasing: payload[capture.start..<capture.end])
            let head = ByteKey.head(of: word)
            for candidate in words where candidate.key.matches(word, head: head) { return candidate.quality }
        }
        throw IngestRejection(.qualityUnknown, field: "quality", "none of good, uncertain, bad, stale")
    }
}
