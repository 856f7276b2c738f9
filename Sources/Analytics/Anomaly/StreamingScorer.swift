internal import Glibc
public import Telemetry

/// The streaming detector of one metric: what it expects next, how far readings usually lie from that, and a score.
///
/// - Expected: a robust level with a slow trend (errors are clipped at 2.5 spreads before they are learned), which
///   follows a day's season and stays behind a jump.
/// - Score: the place of the reading's distance in the metric's own recent distances (`TailSketch`), so that a score of
///   0.99 is reached by about 1 % of normal readings, whatever their distribution.
/// - A long run of high scores slows learning to 1/64, so that a fault is not learned away and a new way of running is
///   learned in hours; with `isHeld` nothing is learned at all.
/// - Not a number is not scored (the last expectation with score 0). A constant series has a spread of its resolution:
///   any other value is then far out. A repeated value is a reading like any other. After a gap of more than 50 usual
///   intervals the level is found anew quickly; a time that goes back is scored and learned with no trend.
///
/// About 0.7 KB, no allocation a reading after `init`.
public struct StreamingScorer: Sendable {
    /// Readings before it judges.
    public static let readyAfter = 32

    /// The smallest distance that means something, in the metric's unit (its deadband).
    public let resolution: Double
    var level = 0.0
    /// Change of the level in a usual interval.
    var trend = 0.0
    /// Mean absolute distance, robust.
    var spread = 0.0
    /// Seconds between readings, usually.
    var interval = 0.0
    var last: Timestamp?
    var readings: UInt32 = 0
    /// Readings since the level had to be found anew; learning is faster while it is small.
    var settled: UInt32 = 0
    /// Rises with each high score, falls slowly; over `runLimit` learning is slowed.
    var run: Float = 0
    var tails = TailSketch()
    var band: (low: Float, high: Float) = (-5, 5)

    /// A detector that has seen nothing; a resolution that is not above 0 counts for none.
    public init(resolution: Double = 0) {
        self.resolution = resolution > 0 && resolution.isFinite ? resolution : 0
    }

    /// Whether enough has been seen to judge.
    public var isReady: Bool { readings >= Self.readyAfter }

    /// Scores a reading, then learns it; nothing is learned while `isHeld`.
    public mutating func score(_ value: Double, at time: Timestamp, isHeld: Bool = false) -> MetricScore {
        guard value.isFinite, abs(value) < 1e100 else { return answer(expected: level, score: 0) }
        if readings == 0 { begin(value) }
        let pace = pace(to: time)
        let expected = level + trend * pace
        let scale = max(spread, floor)
        let distance = (value - expected) / scale
        let tail = isReady ? Double(tails.tail(Float(distance))) : 1
        let answer = answer(expected: expected, score: 1 - tail)
        run = max(0, min(2 * Self.runLimit, run + (tail <= 0.01 ? 1 : -0.05)))
        if !isHeld || !isReady { learn(distance, expected: expected, scale: scale, pace: pace) }
        if last.map({ $0 < time }) ?? true { last = time }
        return answer
    }

    /// Forgets what is normal: the next readings are taken for it.
    public mutating func relearn() {
        self = StreamingScorer(resolution: resolution)
    }

    // MARK: Learning

    /// High scores in a run after which they are no chance: about a minute at one reading in 2 s.
    private static let runLimit: Float = 32
    private static let levelGain = 1.0 / 128
    private static let spreadGain = 1.0 / 512
    private static let clip = 2.5

    private mutating func learn(_ distance: Double, expected: Double, scale: Double, pace: Double) {
        let part = run > Self.runLimit ? 1.0 / 64 : 1
        readings = min(readings + 1, .max - 1)
        settled = min(settled + 1, .max - 1)
        let clipped = max(-Self.clip, min(Self.clip, distance)) * scale
        let gain = max(Self.levelGain, 1 / (Double(settled) + 1)) * part
        level = (part < 1 ? level : expected) + gain * clipped
        if part < 1 {
            trend = 0
        } else if settled > 256, pace > 0 {
            trend += Self.levelGain * Self.levelGain / 4 * clipped
        }
        let spreadGain = max(Self.spreadGain, 1 / (Double(readings) + 1)) * part
        // In warm-up the spread itself is not known yet, so that little is clipped then.
        let bound = (isReady ? 4 : 16) * max(scale, floor)
        spread += spreadGain * (min(abs(distance) * scale, bound) - spread)
        if readings > UInt32(Self.readyAfter / 2) { tails.learn(Float(distance), part: Float(part)) }
        if readings.isMultiple(of: 32) { band = tails.band(outside: 0.01) }
    }

    private mutating func begin(_ value: Double) {
        level = value
        spread = 0
    }

    /// What no series is finer than: its resolution, or the digits of a double.
    private var floor: Double { max(resolution, abs(level) * 1e-9, 1e-12) }

    /// Usual intervals since the last reading, at most 4; a longer gap makes the level be found anew.
    private mutating func pace(to time: Timestamp) -> Double {
        guard let last else { return 0 }
        let seconds = time.seconds(since: last)
        guard seconds > 0 else { return 0 }
        if interval == 0 { interval = seconds }
        if seconds > 50 * interval {
            settled = min(settled, 16)
            trend = 0
            return 0
        }
        interval += (seconds - interval) / 64
        return min(4, seconds / interval)
    }

    private func answer(expected: Double, score: Double) -> MetricScore {
        let scale = max(spread, floor)
        return MetricScore(
            score: max(0, min(1, score)), expected: expected, low: expected + Double(band.low) * scale,
            high: expected + Double(band.high) * scale, isReady: isReady)
    }
}
