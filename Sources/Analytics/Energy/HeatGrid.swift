internal import AnalyticsTwin
internal import Glibc

/// Temperatures from ambient to the limit at equal distances.
///
/// The distance is such that rounding up hour after hour adds 2 °C at most, as long as 128 steps suffice for it.
struct HeatGrid {
    static let roundingMax = 2.0
    private static let stepsMax = 128.0

    let low: Double
    let limit: Double
    let step: Double
    /// The part of a difference to the settled temperature that an hour leaves.
    let kept: Double

    init(_ twin: TwinParameters, limit: Double) {
        low = twin.ambient
        self.limit = limit
        kept = exp(-twin.decay * 3_600)
        // Each hour adds a step at most and keeps `kept` of what was added before: a geometric series.
        step = max(Self.roundingMax * (1 - kept), (limit - low) / Self.stepsMax, 1e-6)
    }

    /// The place of the lowest temperature of the grid that is not below another; nothing when that is over the limit.
    func bin(_ temperature: Double) -> Int? {
        let bin = max(0, ((temperature - low) / step - 1e-9).rounded(.up))
        return low + bin * step <= limit + 1e-9 ? Int(bin) : nil
    }

    func temperature(_ bin: Int) -> Double { low + Double(bin) * step }
}
