/// How long a unit will still run.
public struct LifetimeEstimate: Sendable, Equatable {
    /// Cycles that are left, 0 to the model's cap; the cap stands for it and all that is longer.
    public var remaining: Double
    /// At most `remaining`; four of five truths lie between this and `high`.
    public var low: Double
    /// At least `remaining`.
    public var high: Double
    /// The health index: about 1 for a unit as good as new, about 0 at its end; not bounded.
    public var health: Double
}
