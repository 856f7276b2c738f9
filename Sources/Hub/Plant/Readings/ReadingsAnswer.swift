/// The readings that were asked for, and where there are none.
public struct ReadingsAnswer: Sendable, Equatable {
    /// How finely the series with a rollup were looked at; derived ones are always raw.
    public var resolution: ReadingsResolution
    /// By metric: measured ones first, each kind in the order of names.
    public var series: [ReadingsSeries]
    /// Where the machine sent nothing.
    public var gaps: [ReadingsGap]

    /// An answer to a question about readings.
    public init(resolution: ReadingsResolution, series: [ReadingsSeries], gaps: [ReadingsGap]) {
        self.resolution = resolution
        self.series = series
        self.gaps = gaps
    }
}
