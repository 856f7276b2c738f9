/// Why a row scores as it does: the feature that it would be least odd without.
public struct ForestReason: Sendable, Equatable {
    /// The feature's place.
    public var feature: Int
    /// What is usual: its median in the training rows.
    public var expected: Double
    /// How far the row is from it, in usual distances; negative when it is below.
    public var distance: Double
}
