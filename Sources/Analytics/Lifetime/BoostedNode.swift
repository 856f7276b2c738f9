/// One cut of a tree.
struct BoostedNode: Sendable, Equatable {
    /// The input that it looks at.
    var input: UInt16
    /// The way is to the right from here on.
    var cut: Float
}
