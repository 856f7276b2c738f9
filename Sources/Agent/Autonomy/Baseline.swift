package import Telemetry

/// The usual running value of a metric, for limits such as "120 % of the baseline".
///
/// What is stated in the profile holds. Without it, it is learned: the value under which 90 % of the time of running
/// lies, because a machine whose load goes up and down over the day is not abnormal each noon. It is a slow estimate
/// (0.01 % a second at most, a stochastic quantile), used after a day of running; until then the rated value stands.
/// It does not learn while its limit is crossed or about to be: a fault must not become the usual.
package struct Baseline: Sendable, Equatable {
    package static let learnedAfterSeconds: Double = 86_400
    private static let share = 0.9
    private static let pacePerSecond = 1e-4
    /// A reading stands for at most so long.
    private static let spanSecondsMax: Double = 60

    package let stated: Double?
    package let fallback: Double?
    package var learned: Double?
    package var runningSeconds: Double = 0
    private var last: Timestamp?

    package init(stated: Double?, fallback: Double?) {
        self.stated = stated
        self.fallback = fallback
    }

    /// The baseline; nothing while nothing is known.
    package var value: Double? {
        if let stated { return stated }
        return runningSeconds >= Self.learnedAfterSeconds ? learned : fallback
    }

    /// Learns from a reading; a machine that stands (at most 5 % of what it usually does) teaches nothing.
    package mutating func learn(_ value: Double, at time: Timestamp) {
        guard stated == nil else { return }
        let seconds = last.map { max(0, min(Self.spanSecondsMax, time.seconds(since: $0))) } ?? 0
        last = time
        guard let usual = learned ?? fallback ?? (value > 0 ? value : nil), value > 0.05 * usual else { return }
        let step = usual * Self.pacePerSecond * seconds
        learned = usual + (value > usual ? Self.share : Self.share - 1) * step
        runningSeconds += seconds
    }
}
