/// How large a forest may be; whoever reads one from elsewhere holds to it before taking memory.
public enum ForestLimits {
    /// Trees in a forest.
    public static let treesMax = 1_000
    /// Rows in each tree's sample.
    public static let samplesMax = 4_096
    /// Features of a row.
    public static let featuresMax = 1_024
    /// Inner nodes over all trees: 8 MiB.
    public static let nodesMax = 1 << 20
    /// The least rows to learn from (intelligence.md).
    public static let rowsMin = 50

    /// The paper's limit of a tree's height: about that of a mean tree of so many rows.
    static func depth(samples: Int) -> Int { Int.bitWidth - (samples - 1).leadingZeroBitCount }
}
