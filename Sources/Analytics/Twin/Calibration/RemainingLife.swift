/// Remaining useful life in hours, with the band in which the truth lies four times out of five.
public struct RemainingLife: Sendable, Equatable {
    /// (1 − wear) × design life − hours, never negative (edge.md, Twin).
    public var hours: Double
    /// The lower end of the 80 % band, never negative.
    public var low: Double
    /// The upper end of the 80 % band.
    public var high: Double
}
