public import SyncWire
public import Telemetry

/// What is known of one version of a machine's forest.
public struct ForestCard: Sendable, Equatable {
    /// The machine that it is of.
    public var machine: MachineID
    /// Counts up with each forest of the machine.
    public var version: Int
    /// The metrics that it looks at.
    public var features: [MetricName]
    /// The time of the first row and that of the last one that it was fitted to.
    public var trained: ClosedRange<Timestamp>
    /// Rows that it was fitted to.
    public var rows: Int
    /// Trees.
    public var trees: Int
    /// Rows in each tree's sample.
    public var samples: Int
    /// The score that one row in twenty passed.
    public var threshold: Double
    /// SHA-256 of its bytes, by which agents fetch it.
    public var digest: Digest
    /// How many bytes it has.
    public var bytes: Int
    /// When it was made.
    public var createdAt: Timestamp
    /// Who made it.
    public var createdBy: String
    /// Whether the machine is to run it.
    public var isDeployed: Bool

    /// A card by its parts.
    public init(
        machine: MachineID, version: Int, features: [MetricName], trained: ClosedRange<Timestamp>, rows: Int,
        trees: Int, samples: Int, threshold: Double, digest: Digest, bytes: Int, createdAt: Timestamp,
        createdBy: String, isDeployed: Bool
    ) {
        self.machine = machine
        self.version = version
        self.features = features
        self.trained = trained
        self.rows = rows
        self.trees = trees
        self.samples = samples
        self.threshold = threshold
        self.digest = digest
        self.bytes = bytes
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.isDeployed = isDeployed
    }
}
