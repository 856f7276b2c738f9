internal import Glibc

/// What the metrics of a machine do together: a chart of their smoothed vector.
///
/// The MEWMA chart of Lowry, Woodall, Champ and Rigdon (Technometrics 1992), with a covariance that is learned.
/// Each reading is smoothed (gain 1/6) in robust units of the first 64 readings. The squared Mahalanobis distance of
/// the smoothed vector from its mean, by its own covariance, finds small shifts and broken correlations that no
/// single metric shows. While it learns (`training`) all readings weigh the same; later mean and covariance follow
/// slowly, and where nobody said what is normal, only when they have seen as many readings as they remember.
///
/// Metrics that drift (a temperature that follows the weather) are told from those that hold: the differences of block
/// means give a covariance of drift, by which the tolerance grows with the time since it was learned, as in the
/// prediction of a Kalman filter. Metrics that drift together must go on together.
///
/// After a fault the machine is seldom exactly where it was. So what is left of a distance counts against the peak of
/// the last thousand readings: far below it, it is taken for the way back.
///
/// A metric that begins later than the others is learned for 256 readings before it takes part, as these were.
/// A metric that was missing for more than 64 readings is left out of the distance and of learning, as if there were
/// none (the marginal of the rest): where it was last says nothing, and a spread of nothing would make each return of
/// it look far away. It is taken in again within a dozen readings, when its smoothed value has come after it.
///
/// Memory is that of three matrices of half the square of the metrics' number; no allocation a reading once each
/// metric has its scale.
struct JointDetector: Sendable {
    static let scaledAfter = 64
    static let readyAfter: UInt32 = 256
    static let blockReadings: UInt32 = 32
    static let gain = 1.0 / 6
    static let meanGain = 1.0 / 4_096
    /// Readings that a covariance is of, at most, once it forgets.
    private static let readingsKept = 8_192.0
    /// The part of the drift seen between blocks that is taken for lasting.
    static let driftPart = 0.1
    private static let peakKept = exp2(-1.0 / 1_024)
    private static let wayBack = 1.0
    /// Readings for which a metric may be missing and yet stand where it was: one in 32 is of a slower device.
    static let absentKept: UInt8 = 64
    /// What `absent` counts to at most, and by how much a reading of a metric that was left out brings it back.
    static let absentMax: UInt8 = 160
    static let absentBack: UInt8 = 8

    private(set) var metrics: Int
    /// Readings that are learned before any is judged.
    let training: UInt32
    /// Whether somebody said that they are normal.
    let isTrainingKnown: Bool
    var readings: UInt32 = 0
    var first: [[Double]]
    var center: [Double]
    /// 0 while a metric has no scale yet.
    var scale: [Double]
    var smooth: [Double]
    var mean: [Double]
    /// Lower triangle, row after row.
    var covariance: [Double]
    var block: [Double]
    var blockBefore: [Double]
    var blocks: UInt32 = 0
    /// Sum of products of the differences of block means: lower triangle.
    var wander: [Double]
    /// Sum of the mean squares within blocks.
    var within: [Double]
    var blockSquare: [Double]
    /// The square root of the part of each metric's wander that is drift.
    var lasting: [Double]
    /// How much drift there was since learning, in that between two blocks.
    var drifted = 0.0
    var peak = 0.0
    /// At which reading each metric had its unit: from there on it is learned.
    var begun: [UInt32]
    /// For how many readings each metric has been missing.
    var absent: [UInt8]
    /// Metrics that are not left out, as of the last `refactor`.
    var present: Int
    /// Of the covariance, as `refactor` left it.
    var factor: [Double]
    private var solved: [Double]
    /// Of the reading that is being learned: distances from the means, and how much they count for each metric.
    var errors: [Double]
    var gains: [Double]

    init(metrics: Int, training: Int) {
        self.metrics = metrics
        isTrainingKnown = training > 0
        self.training = max(Self.readyAfter, UInt32(clamping: training))
        let zeros = [Double](repeating: 0, count: metrics)
        first = [[Double]](repeating: [], count: metrics)
        (center, scale, smooth, mean, block, blockBefore) = (zeros, zeros, zeros, zeros, zeros, zeros)
        (within, blockSquare, lasting, solved, errors) = (zeros, zeros, zeros, zeros, zeros)
        covariance = [Double](repeating: 0, count: metrics * (metrics + 1) / 2)
        (factor, wander) = (covariance, covariance)
        begun = [UInt32](repeating: 0, count: metrics)
        gains = zeros
        absent = [UInt8](repeating: 0, count: metrics)
        present = metrics
    }

    /// Takes in one more metric, of which nothing is known; what is known of the others stays.
    mutating func addMetric() {
        metrics += 1
        first.append([])
        center.append(0)
        scale.append(0)
        smooth.append(0)
        mean.append(0)
        block.append(0)
        blockBefore.append(0)
        within.append(0)
        blockSquare.append(0)
        lasting.append(0)
        solved.append(0)
        errors.append(0)
        gains.append(0)
        begun.append(0)
        // Until it has a scale it is left out.
        absent.append(Self.absentMax)
        let row = [Double](repeating: 0, count: metrics)
        covariance += row
        wander += row
        factor += row
    }

    /// Judges a reading, then learns it at a pace of 0 to 1; nothing until it is ready.
    ///
    /// At a pace of 0 nothing is learned at all, and only where the metrics are is followed.
    mutating func judge(_ values: UnsafeBufferPointer<Double>, pace: Double) -> Double? {
        for index in 0..<metrics { take(values[index], metric: index, isHeld: pace == 0) }
        guard pace > 0 else { return readings > training ? excess() : nil }
        readings = min(readings + 1, .max - 1)
        guard readings > Self.scaledAfter else { return nil }
        let isTrained = readings > training
        if readings == training + 1 { settleDrift() }
        if isTrained, readings == training + 1 || readings.isMultiple(of: 8) { refactor() }
        let answer = isTrained ? excess() : nil
        learn(pace: pace, isTrained: isTrained)
        return answer
    }

    /// How far the distance is beyond the usual: the logarithm of the mean square of its parts.
    private mutating func excess() -> Double {
        var sum = 0.0
        var row = 0
        for index in 0..<metrics {
            var value = smooth[index] - mean[index]
            for other in 0..<index { value -= factor[row + other] * solved[other] }
            value *= factor[row + index]
            solved[index] = value
            sum += value * value
            row += index + 1
        }
        let height = log(sum / Double(max(1, present)) + 1e-9)
        peak = max(height, peak * Self.peakKept)
        return height - max(0, peak - height - Self.wayBack)
    }

    /// The metric that is farthest from its mean in its own spread, what was expected of it, and how far off it is.
    func farthest() -> (metric: Int, expected: Double, distance: Double) {
        var worst = (metric: 0, expected: center[0], distance: 0.0)
        for index in 0..<metrics where scale[index] > 0 && !isLeftOut(index) {
            let variance = covariance[Self.diagonal(index)] + drift(index, index) + 1e-6
            let distance = (smooth[index] - mean[index]) / variance.squareRoot()
            if abs(distance) > abs(worst.distance) {
                worst = (index, center[index] + mean[index] * scale[index], distance)
            }
        }
        return worst
    }

    /// Whether a metric has been missing for too long to say anything.
    func isAbsent(_ metric: Int) -> Bool { absent[metric] > Self.absentKept }

    /// Readings of which a metric that began later than the others is learned.
    func age(of metric: Int) -> UInt32 { readings - max(begun[metric], UInt32(Self.scaledAfter)) }

    /// Whether a metric that began later than the others is still learned without being judged, as these were.
    func isYoung(_ metric: Int) -> Bool {
        begun[metric] > UInt32(Self.scaledAfter) && age(of: metric) < Self.readyAfter
    }

    /// Whether it takes no part in the distance.
    private func isLeftOut(_ metric: Int) -> Bool { isAbsent(metric) || isYoung(metric) }

    /// What the drift since learning adds to a covariance.
    private func drift(_ one: Int, _ other: Int) -> Double {
        drifted * wander[one * (one + 1) / 2 + other] * lasting[one] * lasting[other]
    }

    /// Cholesky's factor of the covariance, shrunk towards its diagonal and widened by drift.
    ///
    /// The diagonal is kept as its inverse; it is 0 for a metric that is left out, which takes its row and column away.
    private mutating func refactor() {
        // The fewer readings a metric, the less is known of what they do together.
        let known = min(Self.readingsKept, Double(readings - UInt32(Self.scaledAfter)))
        let together = 1 - min(0.5, 3 * Double(metrics) / known)
        present = 0
        var row = 0
        for index in 0..<metrics {
            let isLeftOut = isLeftOut(index)
            present += isLeftOut ? 0 : 1
            var other = 0
            var otherRow = 0
            while other <= index {
                let isDiagonal = other == index
                var value = covariance[row + other] * (isDiagonal ? 1 : together)
                value += drift(index, other) + (isDiagonal ? 1e-6 : 0)
                for inner in 0..<other { value -= factor[row + inner] * factor[otherRow + inner] }
                factor[row + other] =
                    isDiagonal
                    ? (isLeftOut ? 0 : 1 / max(value, 1e-9).squareRoot()) : value * factor[otherRow + other]
                other += 1
                otherRow += other
            }
            row += index + 1
        }
    }
}
