/// One cut of a tree.
struct ForestNode: Sendable, Equatable {
    /// The feature that it looks at.
    var feature: UInt32
    /// The way is to the right from here on.
    var cut: Float
}
