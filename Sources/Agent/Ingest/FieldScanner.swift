/// Reads the flat texts and flags of the rare messages: states and acknowledgements.
struct FieldScanner {
    private let fields: [String]
    private let shape: PayloadShape
    private let limits: IngestLimits

    init(_ fields: [String], limits: IngestLimits) {
        self.fields = fields
        self.limits = limits
        shape = PayloadShape(fields: fields)
    }

    /// The captures of the fields in their order, each with its text where it is one.
    func scan(_ payload: UnsafeRawBufferPointer) throws(IngestRejection) -> [(kind: Capture.Kind, text: String)] {
        guard payload.count <= limits.payloadBytesMax else {
            throw IngestRejection(
                .payloadTooLarge, "\(payload.count) bytes; at most \(limits.payloadBytesMax) are taken")
        }
        let buffer = CaptureBuffer(count: fields.count)
        var scanner = PayloadScanner(
            payload, shape: shape, captures: buffer.captures, stamp: 1, depthMax: limits.jsonDepthMax)
        do throws(ScanFault) { try scanner.scan() } catch { throw error.rejection }
        return buffer.captures.map { capture in
            let bytes = UnsafeRawBufferPointer(rebasing: payload[capture.start..<capture.end])
            return switch capture.kind {
            case .text: (.text, String(decoding: bytes, as: UTF8.self))
            case .escapedText: (.text, String(decoding: EscapedText.plain(bytes), as: UTF8.self))
            default: (capture.kind, "")
            }
        }
    }
}
