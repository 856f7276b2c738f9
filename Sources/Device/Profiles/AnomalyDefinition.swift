/// When an anomaly score is an alert; scores are calibrated, so 1 − score is the part of normal readings beyond it.
public struct AnomalyDefinition: Sendable, Equatable {
    /// The score from which it is a WARNING; nothing leaves it to the agent's false-alarm rate.
    public var warningScore: Double?
    /// The score from which it is CRITICAL; nothing for never.
    public var criticalScore: Double?
    /// How long the score must stay there: one odd reading is no alert.
    public var onDelaySeconds: Double
    /// How long the score must be back before the alert returns to normal.
    public var offDelaySeconds: Double

    /// WARNING by the agent's false-alarm rate, and never CRITICAL, unless said otherwise.
    public init(
        warningScore: Double? = nil, criticalScore: Double? = nil, onDelaySeconds: Double = 6,
        offDelaySeconds: Double = 30
    ) {
        self.warningScore = warningScore
        self.criticalScore = criticalScore
        self.onDelaySeconds = onDelaySeconds
        self.offDelaySeconds = offDelaySeconds
    }
}
