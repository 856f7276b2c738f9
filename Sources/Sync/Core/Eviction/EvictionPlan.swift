/// What the store does now to make room, and what becomes of new readings.
public struct EvictionPlan: Sendable, Equatable {
    /// In this order.
    public var steps: [EvictionStep]
    /// From now on.
    public var mode: StorageMode

    /// A plan by its two parts.
    public init(steps: [EvictionStep], mode: StorageMode) {
        self.steps = steps
        self.mode = mode
    }
}
