/// How finely readings are looked at.
public enum ReadingsResolution: String, Sendable, CaseIterable {
    case raw
    case minute = "1m"
    case hour = "1h"
    case day = "1d"

    /// Seconds of one bucket; 0 for raw.
    public var seconds: Double {
        switch self {
        case .raw: 0
        case .minute: 60
        case .hour: 3_600
        case .day: 86_400
        }
    }

    /// The finest one whose rows for a span stay few: two hours of raw readings, two days of minutes, 90 of hours.
    public static func fitting(spanSeconds: Double) -> ReadingsResolution {
        switch spanSeconds {
        case ...(2 * 3_600): .raw
        case ...(2 * 86_400): .minute
        case ...(90 * 86_400): .hour
        default: .day
        }
    }
}
