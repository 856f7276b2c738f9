public import Telemetry

/// The values of one metric at the times of its block.
public struct SegmentColumn: Sendable, Equatable {
    /// May be a derived one (`~`) in a derived block.
    public var metric: MetricName
    /// At most 255 bytes of UTF-8, without U+0000.
    public var unit: String
    /// Finite, of any size; kept to the bit.
    public var values: [Double]
    /// `Quality.rawValue` of each; nothing when all are good.
    public var qualities: [UInt8]?

    /// A column by its parts; all of its values are good unless qualities are given.
    public init(metric: MetricName, unit: String, values: [Double], qualities: [UInt8]? = nil) {
        self.metric = metric
        self.unit = unit
        self.values = values
        self.qualities = qualities
    }
}
