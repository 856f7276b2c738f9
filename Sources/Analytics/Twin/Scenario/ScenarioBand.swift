/// One quantity of many paths at one moment.
public struct ScenarioBand: Sendable, Equatable {
    /// Below it lies half of what the band leaves out.
    public var low: Double
    /// The median.
    public var median: Double
    /// Above it lies the other half.
    public var high: Double
}
