public import Telemetry

/// The values of one metric at the times of its block.
public struct SegmentColumn: Sendable, Equatable {
    public var metric: MetricName
    public var unit: String
    /// Finite, of any size; kept to the bit.
    public var values: [Double]
    /// `Quality.rawValue` of each; nothing when all are good.
    public var qualities: [UInt8]?

    public init(metric: MetricName, unit: String, values: [Double], qualities: [UInt8]? = nil) {
        self.metric = metric
        self.unit = unit
        self.values = values
        self.qualities = qualities
    }
}
