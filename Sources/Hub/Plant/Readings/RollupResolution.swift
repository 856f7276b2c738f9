/// The widths of the buckets of a history.
public enum RollupResolution: String, Sendable, CaseIterable {
    case minute = "1m"
    case hour = "1h"
}
