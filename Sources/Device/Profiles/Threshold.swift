/// Where a limit lies.
public enum Threshold: Sendable, Equatable {
    /// In the metric's unit.
    case absolute(Double)
    /// A multiple of the metric's baseline: 1.2 is 120 %. Without a baseline, given or learned, it is never crossed.
    case ofBaseline(Double)

    /// The threshold in the metric's unit; nothing while there is no baseline.
    public func value(baseline: Double?) -> Double? {
        switch self {
        case .absolute(let value): value
        case .ofBaseline(let factor): baseline.map { $0 * factor }
        }
    }
}
