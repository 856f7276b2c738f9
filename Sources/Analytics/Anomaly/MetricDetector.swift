internal import Glibc

/// What one metric does by itself: four views of each reading, each against its own history (`ViewTails`).
///
/// - the distance from the level and the time of day (`DayProfile`): spikes and steps;
/// - the mean of the last eight distances: shifts too small for one reading (an EWMA chart; Roberts 1959);
/// - the change from the reading before: jumps within the usual range;
/// - the unrest of the last sixteen: a signal that falls silent, or begins to shake.
///
/// Level, spreads and tails are robust: each reading moves them by a bounded amount. A value that is not a number is
/// passed over. Less than 3 KB.
struct MetricDetector: Sendable {
    static let readyAfter: UInt32 = 32
    private static let levelGain = 1.0 / 256
    private static let spreadGain = 1.0 / 2_000
    private static let clip = 3.0

    var readings: UInt32 = 0
    var first: [Double] = []
    var level = 0.0
    /// Mean absolute distance.
    var spread = 0.0
    var profile = DayProfile()
    var last = 0.0
    /// The mean change between readings.
    var change = 0.0
    /// The mean of the last eight distances, in spreads.
    var recent = 0.0
    /// The mean absolute distance of the last sixteen, and of its logarithm the usual value and spread.
    var unrest = 0.0
    var unrestUsual = (mean: 0.0, spread: 0.3)
    var tails = ViewTails()

    init() { first.reserveCapacity(Int(Self.readyAfter)) }

    var isReady: Bool { readings >= Self.readyAfter }

    /// Judges a reading, then learns it at a pace of 0 to 1; at 0 nothing is learned at all.
    ///
    /// `part` is the part of the day (`DayProfile.part`).
    mutating func judge(_ value: Double, part: Int, pace: Double) -> MetricSurprise {
        guard value.isFinite, abs(value) < 1e100 else {
            return MetricSurprise(tail: 1, expected: level, distance: 0)
        }
        guard isReady else {
            if pace > 0 { begin(value) }
            return MetricSurprise(tail: 1, expected: level, distance: 0)
        }
        let expected = level + profile.offset(part, readings: readings)
        let scale = max(spread, floor)
        let distance = (value - expected) / scale
        let step = (value - last) / max(change, floor)
        recent += (max(-8, min(8, distance)) - recent) / 8
        unrest += (min(abs(distance), 8) * scale - unrest) / 16
        let course = log(unrest + 0.05 * scale) - unrestUsual.mean
        // The mean of eight has a third of the spread of one.
        let views = SIMD4(
            Float(distance), Float(recent * 2.7), Float(step), Float(course / max(unrestUsual.spread, 0.05)))
        let tail = tails.weigh(views, pace: Float(pace))
        last = value
        if pace > 0 {
            profile.learn(part, error: value - level, scale: scale, pace: pace)
            learn(distance: distance, scale: scale, step: abs(step), course: course, pace: pace)
        }
        return MetricSurprise(tail: tail, expected: expected, distance: distance)
    }

    private mutating func learn(distance: Double, scale: Double, step: Double, course: Double, pace: Double) {
        readings = min(readings + 1, .max - 1)
        let young = 1 / Double(readings)
        level += max(Self.levelGain, young) * pace * max(-Self.clip, min(Self.clip, distance)) * scale
        let gain = max(Self.spreadGain, young) * pace
        spread += gain * (min(abs(distance), 4) * scale - spread)
        change += gain * (min(step, 4) * max(change, floor) - change)
        unrestUsual.mean += gain * max(-1.5, min(1.5, course))
        unrestUsual.spread += gain * (min(abs(course), 1.5) - unrestUsual.spread)
    }

    /// Gathers the first readings; from the last of them on it stands on their median and mean distance from it.
    private mutating func begin(_ value: Double) {
        first.append(value)
        readings += 1
        last = value
        let sorted = first.sorted()
        level = sorted[sorted.count / 2]
        guard isReady else { return }
        // Without the two farthest, which may be errors; for a normal distribution that takes off an eighth.
        let kept = first.map { abs($0 - level) }.sorted().dropLast(2)
        spread = 1.14 * kept.reduce(0, +) / Double(kept.count)
        change = zip(first, first.dropFirst()).reduce(0) { $0 + abs($1.1 - $1.0) } / Double(first.count - 1)
        unrest = spread
        unrestUsual.mean = log(unrest + 0.05 * max(spread, floor))
        profile.distances = (spread, spread)
        first = []
    }

    /// What no series is finer than.
    private var floor: Double { max(1e-9, abs(level) * 1e-9) }
}
