/// How large a model of remaining life may be; whoever reads one from elsewhere holds to it before taking memory.
public enum LifetimeLimits {
    /// Sensors of a unit.
    public static let channelsMax = 256
    /// Trees in a model.
    public static let treesMax = 2_000
    /// Cuts on a way down a tree.
    public static let depthMax = 6
    /// Units to learn from at least: with fewer, nothing is left to measure the error on.
    public static let unitsMin = 10
    /// Cycles of a unit at least, to learn from it.
    public static let cyclesMin = 20
    /// Rows times inputs that are learned from at most: 64 MiB as bins, four times that as numbers.
    public static let inputsMax = 1 << 26
    /// Bytes of a model at most.
    public static let bytesMax = 4 << 20
}
