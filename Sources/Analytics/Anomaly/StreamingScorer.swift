public import Telemetry

/// The streaming detector of one metric: what it expects next, how far readings usually lie from that, and a score.
///
/// - Expected: a robust level with a slow trend (an error is clipped at 2.5 spreads before it is learned), which
///   follows a day's season and stays behind a jump. It begins at the median of the first 32 readings.
/// - Score: the place of the reading's distance in the metric's own recent distances (`TailSketch`), so that a score of
///   0.99 is reached by about 1 % of normal readings, whatever their distribution.
/// - High scores are learned only when it is quiet again soon after (`Episode`). After 32 of them in one episode
///   learning goes on at 1/64 of its pace, so that a fault is not learned away and a new way of running is learned in
///   hours. While `isHeld` nothing is learned at all.
/// - Not a number is not scored (the last expectation with score 0). A constant series has a spread of its resolution:
///   any other value is then far out. A repeated value is a reading like any other. After a gap of more than 50 usual
///   intervals the level is found anew quickly; a time that goes back is scored and learned with no trend.
///
/// Less than 1 KB; no allocation a reading but for the 32nd and where an episode begins.
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
    /// The first readings, until it is ready.
    var first: [Double] = []
    var episode = Episode()
    var tails = TailSketch()
    var band: (low: Float, high: Float) = (-5, 5)

    /// A detector that has seen nothing; a resolution that is not above 0 counts for none.
    public init(resolution: Double = 0) {
        self.resolution = resolution > 0 && resolution.isFinite ? resolution : 0
        first.reserveCapacity(Self.readyAfter)
    }

    /// Whether enough has been seen to judge.
    public var isReady: Bool { readings >= Self.readyAfter }

    /// Scores a reading, then learns it; nothing is learned while `isHeld`.
    public mutating func score(_ value: Double, at time: Timestamp, isHeld: Bool = false) -> MetricScore {
        guard value.isFinite, abs(value) < 1e100 else { return answer(expected: level, score: 0) }
        let pace = pace(to: time)
        guard isReady else {
            if !isHeld { begin(value) }
            return answer(expected: level, score: 0)
        }
        let expected = level + trend * pace
        let scale = max(spread, floor)
        let error = value - expected
        let distance = abs(error) < resolution ? 0 : Float(error / scale)
        let bin = TailSketch.bin(distance)
        let tail = tails.tail(distance, in: bin)
        let answer = answer(expected: expected, score: 1 - Double(tail))
        if !isHeld {
            let isHigh = tail <= Self.highTail
            let part = episode.step(isHigh: isHigh, distance: distance, bin: bin.index, tails: &tails)
            learn(value, expected: expected, scale: scale, pace: pace, part: Double(part), isHigh: isHigh)
        }
        return answer
    }

    /// Forgets what is normal: the next readings are taken for it.
    public mutating func relearn() {
        self = StreamingScorer(resolution: resolution)
    }

    // MARK: Learning

    /// Scores from 0.99 on count as high.
    private static let highTail: Float = 0.01
    /// A memory of 128 readings, 4 minutes at one in 2 s: short enough to follow the morning of a plant, whose load
    /// doubles in two hours; with 512 every shift began with alerts.
    private static let levelGain = 1.0 / 128
    /// Critically damped with the level's gain.
    private static let trendGain = levelGain * levelGain / 4
    /// A memory of hours, because distances are remembered in spreads: a spread that shrank with each quiet hour would
    /// make each return of another way of running look farther away than ever.
    private static let spreadGain = 1.0 / 8_192
    /// For a reading that is far out and yet usual (another way of running): the spread grows to hold both.
    private static let spreadGainFar = 1.0 / 512
    private static let clip = 2.5

    private mutating func learn(
        _ value: Double, expected: Double, scale: Double, pace: Double, part: Double, isHigh: Bool
    ) {
        readings = min(readings + 1, .max - 1)
        settled = min(settled + 1, .max - 1)
        let clipped = max(-Self.clip * scale, min(Self.clip * scale, value - expected))
        let gain = max(Self.levelGain, 1 / Double(settled)) * part
        if part < 1 {
            // What is not understood is not extrapolated either.
            trend = 0
            level += gain * clipped
        } else {
            level = expected + gain * clipped
            if settled > 1_024, pace > 0 { trend += Self.trendGain * clipped }
        }
        if !isHigh || part < 1 {
            let distance = abs(value - expected)
            let isFar = distance > 4 * scale
            let gain = max(isFar ? Self.spreadGainFar : Self.spreadGain, 1 / Double(readings)) * part
            spread += gain * (min(distance, 4 * scale) - spread)
        }
        if readings.isMultiple(of: 32) { band = tails.band(outside: Self.highTail) }
    }

    /// Gathers the first readings; from the last of them on it stands on their median and mean distance from it.
    private mutating func begin(_ value: Double) {
        first.append(value)
        readings += 1
        level = first.reduce(0, +) / Double(first.count)
        guard isReady else { return }
        first.sort()
        level = (first[first.count / 2 - 1] + first[first.count / 2]) / 2
        // Without the two farthest, which may be errors; for a normal distribution that takes off an eighth.
        var distances = first.map { abs($0 - level) }
        distances.sort()
        let kept = distances.dropLast(2)
        spread = 1.14 * kept.reduce(0, +) / Double(kept.count)
        settled = readings
        band = tails.band(outside: Self.highTail)
        first = []
    }

    /// What no series is finer than: its resolution, or the digits of a double.
    private var floor: Double { max(resolution, abs(level) * 1e-9, 1e-12) }

    /// Usual intervals since the last reading, at most 4; a longer gap makes the level be found anew.
    private mutating func pace(to time: Timestamp) -> Double {
        guard let last else {
            last = time
            return 0
        }
        let seconds = time.seconds(since: last)
        guard seconds > 0 else { return 0 }
        self.last = time
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
