/// A segment as the plan of eviction looks at it.
public struct EvictionSegment: Sendable, Equatable {
    /// Its place in stream T.
    public var seq: UInt64
    /// The size of its file.
    public var bytes: UInt64
    /// Values in it, measured and derived: what it costs to read.
    public var values: UInt64
    /// Microseconds since 1970.
    public var firstTime: Int64
    /// Microseconds since 1970.
    public var lastTime: Int64
    /// How much of what was measured it still holds.
    public var level: ThinningLevel
    /// How many segments it stands for: itself and those that it was made of.
    public var originals: Int
    /// Whether an alert was raised or changed near its time.
    public var isNearAlert: Bool
    /// Whether it is on its way to the hub now.
    public var isInFlight: Bool
    /// Whether it was sent and no answer has said what became of it.
    public var mayBeAtHub: Bool

    /// A segment by its parts; as it was sealed, never sent, far from any alert.
    public init(
        seq: UInt64, bytes: UInt64, values: UInt64, firstTime: Int64, lastTime: Int64, level: ThinningLevel = .sealed,
        originals: Int = 1, isNearAlert: Bool = false, isInFlight: Bool = false, mayBeAtHub: Bool = false
    ) {
        self.seq = seq
        self.bytes = bytes
        self.values = values
        self.firstTime = firstTime
        self.lastTime = lastTime
        self.level = level
        self.originals = originals
        self.isNearAlert = isNearAlert
        self.isInFlight = isInFlight
        self.mayBeAtHub = mayBeAtHub
    }
}
