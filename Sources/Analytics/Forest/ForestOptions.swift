/// How a forest is learned.
public struct ForestOptions: Sendable, Equatable {
    /// The number of trees; the mean over them settles at about 100 (section 4.3 of the paper).
    public var trees: Int
    /// Rows in each tree's sample; fewer are taken when there are fewer.
    public var samples: Int
    /// The part of the training rows that pass the threshold.
    public var contamination: Double
    /// Repeats a forest exactly.
    public var seed: UInt64

    /// The paper's 100 trees of 256 rows, and a threshold that one row in twenty passes.
    public init(trees: Int = 100, samples: Int = 256, contamination: Double = 0.05, seed: UInt64 = 0) {
        self.trees = trees
        self.samples = samples
        self.contamination = contamination
        self.seed = seed
    }

    /// Whether a forest can be made so.
    func check(features: Int, rows: Int) throws(ForestError) {
        guard (1...ForestLimits.treesMax).contains(trees) else {
            throw .outOfRange("trees", most: ForestLimits.treesMax)
        }
        guard (2...ForestLimits.samplesMax).contains(samples) else {
            throw .outOfRange("samples", most: ForestLimits.samplesMax)
        }
        guard trees << ForestLimits.depth(samples: samples) <= ForestLimits.nodesMax else {
            throw .outOfRange("trees times samples", most: ForestLimits.nodesMax)
        }
        guard (1...ForestLimits.featuresMax).contains(features) else {
            throw .outOfRange("features", most: ForestLimits.featuresMax)
        }
        guard rows >= ForestLimits.rowsMin else { throw .tooFewRows(rows) }
    }
}
