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

    let metrics: Int
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
    /// Of the covariance, as `refactor` left it.
    var factor: [Double]
    private var solved: [Double]
    /// Of the reading that is being learned.
    var errors: [Double]

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
    }

    /// Judges a reading, then learns it at a pace of 0 to 1; nothing until it is ready.
    mutating func judge(_ values: UnsafeBufferPointer<Double>, pace: Double) -> Double? {
        for index in 0..<metrics { take(values[index], metric: index) }
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
        let height = log(sum / Double(metrics) + 1e-9)
        peak = max(height, peak * Self.peakKept)
        return height - max(0, peak - height - Self.wayBack)
    }

    /// The metric that is farthest from its mean in its own spread, what was expected of it, and how far off it is.
    func farthest() -> (metric: Int, expected: Double, distance: Double) {
        var worst = (metric: 0, expected: center[0], distance: 0.0)
        for index in 0..<metrics where scale[index] > 0 {
            let variance = covariance[Self.diagonal(index)] + drift(index, index) + 1e-6
            let distance = (smooth[index] - mean[index]) / variance.squareRoot()
            if abs(distance) > abs(worst.distance) {
                worst = (index, center[index] + mean[index] * scale[index], distance)
            }
        }
        return worst
    }

    /// What the drift since learning adds to a covariance.
    private func drift(_ one: Int, _ other: Int) -> Double {
        drifted * wander[one * (one + 1) / 2 + other] * lasting[one] * lasting[other]
    }

    /// Cholesky's factor of the covariance, shrunk towards its diagonal and widened by drift.
    ///
    /// The diagonal is kept as its inverse.
    private mutating func refactor() {
        // The fewer readings a metric, the less is known of what they do together.
        let known = min(Self.readingsKept, Double(readings - UInt32(Self.scaledAfter)))
        let together = 1 - min(0.5, 3 * Double(metrics) / known)
        var row = 0
        for index in 0..<metrics {
            var other = 0
            var otherRow = 0
            while other <= index {
                let isDiagonal = other == index
                var value = covariance[row + other] * (isDiagonal ? 1 : together)
                value += drift(index, other) + (isDiagonal ? 1e-6 : 0)
                for inner in 0..<other { value -= factor[row + inner] * factor[otherRow + inner] }
                factor[row + other] =
                    isDiagonal ? 1 / max(value, 1e-9).squareRoot() : value * factor[otherRow + other]
                other += 1
                otherRow += other
            }
            row += index + 1
        }
    }
}
