/// The score of a machine: its worst metric's, corrected for having that many chances.
///
/// The worst of m calibrated scores passes 0.99 m times as often as one does. `worst^m` (Šidák) is calibrated again
/// when the metrics are independent, and cautious when they move together: an operator's 1 % stays at most 1 %.
public struct MachineScore: Sendable, Equatable {
    /// The corrected score, 0 to 1.
    public private(set) var score = 0.0
    /// The place of the worst metric among those added; nothing without any.
    public private(set) var worst: Int?
    private var worstScore = -1.0
    private var metrics = 0

    /// No metric yet.
    public init() {}

    /// Adds the score of a metric; one that is not ready says nothing.
    public mutating func add(_ metric: MetricScore, slot: Int) {
        guard metric.isReady else { return }
        metrics += 1
        if metric.score > worstScore {
            worstScore = metric.score
            worst = slot
        }
        score = 1
        for _ in 0..<metrics { score *= max(0, worstScore) }
    }
}
