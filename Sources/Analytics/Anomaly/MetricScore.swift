/// What a scorer says about one reading.
public struct MetricScore: Sendable, Equatable {
    /// 0 to 1, and 0 until it is ready.
    ///
    /// At most the part `1 − score` of this metric's normal readings score higher.
    public var score: Double
    /// What was expected, in the metric's unit.
    public var expected: Double
    /// The lower end of the band that holds 99 % of normal readings.
    public var low: Double
    /// The upper end of that band.
    public var high: Double
    /// Whether enough has been seen to judge.
    public var isReady: Bool

    /// A score with its band.
    public init(score: Double, expected: Double, low: Double, high: Double, isReady: Bool) {
        self.score = score
        self.expected = expected
        self.low = low
        self.high = high
        self.isReady = isReady
    }

    /// Adds another view of the same reading: the worse of two calibrated scores, corrected for having two chances.
    ///
    /// `1 − 2 (1 − worst)` is Bonferroni's: never less cautious than asked,
    /// whether the two depend on each other or not.
    public mutating func join(_ other: MetricScore) {
        guard isReady, other.isReady else { return }
        score = max(0, 1 - 2 * (1 - max(score, other.score)))
    }
}
