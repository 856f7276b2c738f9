/// How surprising one reading of a metric is, and what was expected.
struct MetricSurprise: Sendable, Equatable {
    /// The part of this metric's readings that are as far out in its farthest view; 1 until enough has been seen.
    var tail: Float
    /// What was expected, in the metric's unit.
    var expected: Double
    /// How far off the reading is, in the metric's usual distance.
    var distance: Double
}
