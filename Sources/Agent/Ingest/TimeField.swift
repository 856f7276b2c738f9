internal import DeviceProfiles
internal import Telemetry

/// Reads a time out of a payload: a number in the profile's unit, or a text in RFC 3339.
enum TimeField {
    /// The moment; nothing when it is none.
    static func read(_ capture: Capture, unit: JSONMapping.TimeUnit, payload: UnsafeRawBufferPointer) -> Timestamp? {
        switch capture.kind {
        case .text:
            let bytes = UnsafeRawBufferPointer(rebasing: payload[capture.start..<capture.end])
            return bytes.withMemoryRebound(to: UInt8.self) { Timestamp.read(rfc3339: $0) }
        case .number:
            let scale: Double
            switch unit {
            case .microseconds: scale = 1
            case .milliseconds: scale = 1e3
            case .seconds: scale = 1e6
            case .rfc3339: return nil
            }
            let microseconds = (capture.number * scale).rounded()
            // Beyond this the conversion would trap; it is some 290 000 years away.
            guard abs(microseconds) < 9.2e18 else { return nil }
            return Timestamp(microseconds: Int64(microseconds))
        default:
            return nil
        }
    }
}
