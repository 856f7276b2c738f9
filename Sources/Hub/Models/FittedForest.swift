public import SyncWire
public import Telemetry

/// A forest that was fitted, as it is stored and delivered.
public struct FittedForest: Sendable, Equatable {
    /// The machine that it is of.
    public var machine: MachineID
    /// Counts up with each forest of the machine.
    public var version: Int
    /// The metrics in the order of a row's values.
    public var features: [MetricName]
    /// The time of the first row and that of the last one.
    public var trained: ClosedRange<Timestamp>
    /// Rows that it was fitted to.
    public var rows: Int
    /// Trees.
    public var trees: Int
    /// Rows in each tree's sample.
    public var samples: Int
    /// The score that one row in twenty passed.
    public var threshold: Double
    /// What an agent runs.
    public var snapshot: [UInt8]
    /// SHA-256 of the snapshot.
    public var digest: Digest
}
