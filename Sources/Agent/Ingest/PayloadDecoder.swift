public import Telemetry

/// Turns the payload of a message into readings, checked and in the metrics' units.
///
/// Written for speed: one pass over the bytes, no allocation while nothing is wrong. A message of one value is taken or
/// rejected; of a message of several metrics, what is right is taken and `DecodedReadings.rejections` names the rest.
///
/// Time: the device's where it sends one, else the arrival's. Readings of any age since 2000 are taken, in any order:
/// where they belong, and whether they are too late, is the store's affair. A retained message comes again with every
/// subscription, so one without a time of its own is rejected rather than taken for new.
public struct PayloadDecoder: Sendable {
    private let limits: IngestLimits
    private var captures: ContiguousArray<Capture>
    private var stamp: UInt32 = 0

    /// The most keys that are looked at as metrics in one message, with all others that a mapping can name.
    static let capturesMax = 512

    public init(limits: IngestLimits = IngestLimits()) {
        self.limits = limits
        captures = ContiguousArray(repeating: Capture(), count: Self.capturesMax)
    }

    /// Decodes a message that `router` has just routed to `binding`; `decoded` then holds its readings and nothing else.
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
        let pattern = Int(binding.pattern)
        decoded.reset(machine: Int(binding.machine))
        nextStamp()
        let metrics = try scan(payload, shape: router.patterns[pattern].shape)
        var reader = ReadingChecker(
            payload: payload, captures: captures, stamp: stamp, limits: limits, arrival: arrival, isRetained: isRetained
        )
        try reader.frame(shape: router.patterns[pattern].shape, into: &decoded)
        try reader.values(binding: binding, router: &router, metrics: metrics, into: &decoded)
    }

    private mutating func scan(
        _ payload: UnsafeRawBufferPointer, shape: PayloadShape
    ) throws(IngestRejection) -> Int {
        var metrics = 0
        let fault = captures.withUnsafeMutableBufferPointer { captures -> ScanFault? in
            var scanner = PayloadScanner(
                payload, shape: shape, captures: captures, stamp: stamp, depthMax: limits.jsonDepthMax)
            do throws(ScanFault) {
                try scanner.scan()
                metrics = scanner.metrics
                return nil
            } catch {
                return error
            }
        }
        if let fault { throw fault.rejection }
        return metrics
    }

    private mutating func nextStamp() {
        stamp &+= 1
        guard stamp == 0 else { return }
        for index in captures.indices { captures[index].stamp = 0 }
        stamp = 1
    }
}
