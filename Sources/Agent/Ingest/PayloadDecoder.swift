public import Telemetry

/// Turns the payload of a message into readings, checked and in the metrics' units.
///
/// Written for speed: one pass over the bytes, no allocation while nothing is wrong. A message of one value is taken or
/// rejected; of a message of several metrics, what is right is taken and `DecodedReadings.rejections` names the rest.
///
/// Time: the device's where it sends one, else the arrival's. Readings of any age since 2000 are taken, in any order:
/// where they belong, and whether they are too late, is the store's affair. A retained message comes again with every
/// subscription, so one without a time of its own is rejected rather than taken for new.
///
/// Belongs to one thread.
public struct PayloadDecoder {
    private let limits: IngestLimits
    private let buffer: CaptureBuffer
    private var stamp: UInt32 = 0

    /// The most keys that are looked at as metrics in one message, with all others that a mapping can name.
    static let capturesMax = 512

    /// A decoder with room for `capturesMax` keys, kept for its life.
    public init(limits: IngestLimits = IngestLimits()) {
        self.limits = limits
        buffer = CaptureBuffer(count: Self.capturesMax)
    }

    /// Decodes a message that `router` has just routed to `binding`; `decoded` then holds its readings, nothing else.
    ///
    /// What `decoded` holds after a rejection is undefined.
    public mutating func decode(
        _ payload: UnsafeRawBufferPointer, binding index: Int, router: inout TopicRouter, arrival: Timestamp,
        isRetained: Bool = false, into decoded: inout DecodedReadings
    ) throws(IngestRejection) {
        guard payload.count <= limits.payloadBytesMax else {
            throw IngestRejection(
                .payloadTooLarge, "\(payload.count) bytes; at most \(limits.payloadBytesMax) are taken")
        }
        let binding = router.bindings[index]
        let shape = router.patterns[Int(binding.pattern)].shape
        decoded.reset(machine: Int(binding.machine))
        nextStamp()
        var scanner = PayloadScanner(
            payload, shape: shape, captures: buffer.captures, stamp: stamp, depthMax: limits.jsonDepthMax)
        do throws(ScanFault) { try scanner.scan() } catch { throw error.rejection }
        var checker = ReadingChecker(payload: payload, captures: buffer.captures, stamp: stamp, shape: shape)
        try checker.frame(limits: limits, arrival: arrival, isRetained: isRetained, into: &decoded)
        try checker.values(binding: binding, router: &router, metrics: scanner.metrics, into: &decoded)
    }

    private mutating func nextStamp() {
        stamp &+= 1
        guard stamp == 0 else { return }
        for index in buffer.captures.indices { buffer.captures[index].stamp = 0 }
        stamp = 1
    }
}
