internal import Telemetry

/// A width of rollups, each a table of its own.
package enum RollupLevel: Int64, Sendable, CaseIterable {
    case minute = 60_000_000
    case hour = 3_600_000_000
    case day = 86_400_000_000

    /// Microseconds.
    package var width: Int64 { rawValue }

    package var table: String {
        switch self {
        case .minute: "rollup_1m"
        case .hour: "rollup_1h"
        case .day: "rollup_1d"
        }
    }

    /// The start of the bucket that a time falls into; hostile times stay at the ends of the range.
    package func start(of time: Int64) -> Int64 {
        let remainder = time % width
        return time.subtractingSaturating(remainder < 0 ? remainder + width : remainder)
    }
}
