internal import DeviceProfiles
internal import Telemetry

/// Makes readings of what the scanner has noted: time, quality, units, ranges.
struct ReadingChecker {
    let payload: UnsafeRawBufferPointer
    let captures: UnsafeMutableBufferPointer<Capture>
    let stamp: UInt32
    let shape: PayloadShape
    private(set) var quality = Quality.good

    init(
        payload: UnsafeRawBufferPointer, captures: UnsafeMutableBufferPointer<Capture>, stamp: UInt32,
        shape: PayloadShape
    ) {
        self.payload = payload
        self.captures = captures
        self.stamp = stamp
        self.shape = shape
    }

    /// Reads what belongs to all values: time and quality.
    mutating func frame(
        limits: IngestLimits, arrival: Timestamp, isRetained: Bool, into decoded: inout DecodedReadings
    ) throws(IngestRejection) {
        if isThere(shape.timeCapture) {
            decoded.time = try time(limits: limits, arrival: arrival)
            decoded.hasDeviceTime = true
        } else if isRetained {
            throw IngestRejection(.timeMissing, field: "ts", "a retained message without a time says nothing about now")
        } else {
            decoded.time = arrival
        }
        if isThere(shape.qualityCapture) { quality = try QualityField.read(captures[shape.qualityCapture], payload) }
    }

    /// Reads the values; throws when none of them can be taken.
    mutating func values(
        binding: Binding, router: inout TopicRouter, metrics: Int, into decoded: inout DecodedReadings
    ) throws(IngestRejection) {
        let machine = Int(binding.machine)
        for index in shape.values.indices {
            let slot = Int(router.slotMap[Int(binding.firstSlot) + index])
            guard slot >= 0 else { continue }
            do throws(IngestRejection) {
                try take(index, slot: slot, machine: machine, router: &router, into: &decoded)
            } catch {
                if shape.values.count == 1 { throw error }
                decoded.rejections.append(error)
            }
        }
        for number in shape.captures..<shape.captures + metrics where captures[number].kind != .null {
            try takeMetric(number, machine: machine, router: &router, into: &decoded)
        }
        guard decoded.readings.isEmpty else { return }
        throw decoded.rejections.first
            ?? (decoded.ignoredKeys > 0
                ? IngestRejection(.metricUnknown, "no key is a metric of the machine's profile")
                : IngestRejection(.valueMissing, "the payload holds no value"))
    }

    /// Whether this message has something at that place other than null.
    @inline(__always)
    func isThere(_ number: Int) -> Bool {
        number >= 0 && captures[number].stamp == stamp && captures[number].kind != .null
    }

    /// The bytes of a capture's value.
    @inline(__always)
    func bytes(_ number: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: payload[captures[number].start..<captures[number].end])
    }

    private func time(limits: IngestLimits, arrival: Timestamp) throws(IngestRejection) -> Timestamp {
        let unit = shape.timeUnit
        guard let time = TimeField.read(captures[shape.timeCapture], unit: unit, payload: payload) else {
            throw IngestRejection(.timeInvalid, field: "ts", "neither a number of \(unit.rawValue) nor RFC 3339")
        }
        guard time.microseconds >= limits.earliestMicroseconds else {
            throw IngestRejection(.timeInvalid, field: "ts", "\(time) is before any clock of a device was right")
        }
        guard time <= arrival || time <= arrival.advanced(seconds: limits.futureToleranceSeconds) else {
            throw IngestRejection(
                .timeInFuture, field: "ts",
                "\(time) is more than \(limits.futureToleranceSeconds) s after \(arrival), when it arrived")
        }
        return time
    }
}
