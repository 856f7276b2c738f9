/// A cycle of a unit that a model had not seen: what it said of it, and what became true.
public struct LifetimeTrial: Sendable, Equatable {
    /// Cycles left, as the model said, 0 to the cap.
    public var said: Double
    /// Cycles that were left, up to the cap.
    public var truth: Double
}
