/// How remaining life is learned.
public struct LifetimeOptions: Sendable, Equatable {
    /// The longest remaining life that is told apart, in cycles: before wear begins sensors say nothing of it.
    public var cap: Double
    /// The number of trees.
    public var trees: Int
    /// Cuts on a way down a tree.
    public var depth: Int
    /// The part of what is left that a tree may explain.
    public var rate: Double
    /// Repeats a model exactly.
    public var seed: UInt64

    /// 300 trees of three cuts, each for a twentieth of what is left.
    public init(cap: Double = 125, trees: Int = 300, depth: Int = 3, rate: Double = 0.05, seed: UInt64 = 0) {
        self.cap = cap
        self.trees = trees
        self.depth = depth
        self.rate = rate
        self.seed = seed
    }

    /// Whether a model can be made so.
    func check() throws(LifetimeError) {
        guard cap >= 1, cap <= 1e9 else { throw .outOfRange("cap", "1 to 1e9") }
        guard (1...LifetimeLimits.treesMax).contains(trees) else {
            throw .outOfRange("trees", "1 to \(LifetimeLimits.treesMax)")
        }
        guard (1...LifetimeLimits.depthMax).contains(depth) else {
            throw .outOfRange("depth", "1 to \(LifetimeLimits.depthMax)")
        }
        guard rate > 0, rate <= 1 else { throw .outOfRange("rate", "above 0, to 1") }
    }
}
