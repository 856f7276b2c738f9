/// What a machine's twin says now; what it cannot say yet is absent.
public struct LiveTwin: Sendable, Equatable {
    /// °C.
    public var temperature: Double?
    /// mm/s.
    public var vibration: Double?
    /// 0 to 100.
    public var health: Double?
    /// 0 to 1.
    public var failureProbability: Double?
    /// Remaining useful life in hours, never negative.
    public var remainingHours: Double?

    /// The twin's values; one that is not finite becomes nothing when it is decoded.
    public init(
        temperature: Double?, vibration: Double?, health: Double?, failureProbability: Double?, remainingHours: Double?
    ) {
        self.temperature = temperature
        self.vibration = vibration
        self.health = health
        self.failureProbability = failureProbability
        self.remainingHours = remainingHours
    }
}
