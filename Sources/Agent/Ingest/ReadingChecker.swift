internal import DeviceProfiles
internal import Telemetry

/// Makes readings of what the scanner has noted: time, quality, units, ranges.
struct ReadingChecker {
    let payload: UnsafeRawBufferPointer
    let captures: ContiguousArray<Capture>
    let stamp: UInt32
    let limits: IngestLimits
    let arrival: Timestamp
    let isRetained: Bool
    private(set) var quality = Quality.good

    init(
        payload: UnsafeRawBufferPointer, captures: ContiguousArray<Capture>, stamp: UInt32, limits: IngestLimits,
        arrival: Timestamp, isRetained: Bool
    ) {
        self.payload = payload
        self.captures = captures
        self.stamp = stamp
        self.limits = limits
        self.arrival = arrival
        self.isRetained = isRetained
    }

    /// Reads what belongs to all values: time and quality.
    mutating func frame(shape: PayloadShape, into decoded: inout DecodedReadings) throws(IngestRejection) {
        if let capture = capture(shape.timeCapture) {
            decoded.time = try time(capture, unit: shape.timeUnit)
            decoded.hasDeviceTime = true
        } else if isRetained {
            throw IngestRejection(.timeMissing, field: "ts", "a retained message without a time says nothing about now")
        } else {
            decoded.time = arrival
        }
        guard let capture = capture(shape.qualityCapture) else { return }
        let word = text(capture).flatMap { Quality(word: String(decoding: $0, as: UTF8.self)) }
        guard let word else {
            throw IngestRejection(.qualityUnknown, field: "quality", "none of good, uncertain, bad, stale")
        }
        quality = word
    }

    /// Reads the values; throws when none of them can be taken.
    mutating func values(
        binding: Binding, router: inout TopicRouter, metrics: Int, into decoded: inout DecodedReadings
    ) throws(IngestRejection) {
        let pattern = Int(binding.pattern)
        let machine = Int(binding.machine)
        let count = router.patterns[pattern].shape.values.count
        for index in 0..<count {
            let slot = Int(router.slotMap[Int(binding.firstSlot) + index])
            guard slot >= 0 else { continue }
            let value = router.patterns[pattern].shape.values[index]
            do throws(IngestRejection) {
                try take(value, slot: slot, machine: machine, router: &router, into: &decoded)
            } catch {
                if count == 1 { throw error }
                decoded.rejections.append(error)
            }
        }
        if metrics > 0 {
            let first = router.patterns[pattern].shape.captures
            for number in first..<first + metrics {
                try takeMetric(captures[number], machine: machine, router: &router, into: &decoded)
            }
        }
        guard decoded.readings.isEmpty else { return }
        throw decoded.rejections.first
            ?? (decoded.ignoredKeys > 0
                ? IngestRejection(.metricUnknown, "no key is a metric of the machine's profile")
                : IngestRejection(.valueMissing, "the payload holds no value"))
    }

    /// The capture of that number, when this message has it and it is not null.
    @inline(__always)
    func capture(_ number: Int) -> Capture? {
        guard number >= 0, captures[number].stamp == stamp, captures[number].kind != .null else { return nil }
        return captures[number]
    }

    /// The bytes of a text, with its escapes undone; nothing when it is no text.
    func text(_ capture: Capture) -> [UInt8]? {
        let bytes = UnsafeRawBufferPointer(rebasing: payload[capture.start..<capture.end])
        return switch capture.kind {
        case .text: Array(bytes)
        case .escapedText: EscapedText.plain(bytes)
        default: nil
        }
    }

    private func time(_ capture: Capture, unit: JSONMapping.TimeUnit) throws(IngestRejection) -> Timestamp {
        guard let time = TimeField.read(capture, unit: unit, payload: payload) else {
            throw IngestRejection(.timeInvalid, field: "ts", "neither a number of \(unit.rawValue) nor RFC 3339")
        }
        guard time.microseconds >= limits.earliestMicroseconds else {
            throw IngestRejection(.timeInvalid, field: "ts", "\(time) is before any clock of a device was right")
        }
        guard time <= arrival.advanced(seconds: limits.futureToleranceSeconds) else {
            throw IngestRejection(
                .timeInFuture, field: "ts",
                "\(time) is more than \(limits.futureToleranceSeconds) s after \(arrival), when it arrived")
        }
        return time
    }
}
