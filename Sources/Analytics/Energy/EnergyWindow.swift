/// The last 500 readings of a machine, from which opportunities are found (intelligence.md, Energy optimizer).
///
/// Memory is that of 500 readings, however many come. The newest are those that came last; their times need no order,
/// because only the hour of the week is asked of them.
public struct EnergyWindow: Sendable, Equatable {
    /// Readings that are needed before anything is said, and that are held at most.
    public static let size = 500
    /// kW beyond which a power is no reading but a mistake.
    static let powerMax = 1e6

    /// From the oldest to the newest, turned by `next`.
    private var ring: [EnergyReading] = []
    private var next = 0

    /// A window without readings.
    public init() { ring.reserveCapacity(Self.size) }

    /// Adds a reading and, when the window is full, lets the oldest go.
    ///
    /// A power that is not finite or beyond a million kW is refused, which is told by `false`; a negative one (feeding
    /// back) counts by its amount, as in the twin. A temperature that is not finite is missing.
    @discardableResult
    public mutating func add(_ reading: EnergyReading) -> Bool {
        guard abs(reading.power) <= Self.powerMax else { return false }
        var taken = reading
        taken.power = abs(reading.power)
        if reading.temperature?.isFinite != true { taken.temperature = nil }
        if ring.count < Self.size {
            ring.append(taken)
        } else {
            ring[next] = taken
            next = (next + 1) % Self.size
        }
        return true
    }

    /// How many readings there are, 0 to 500.
    public var count: Int { ring.count }

    /// How far the window is filled, in percent.
    public var learningProgress: Double { Double(count) / Double(Self.size) * 100 }

    /// The readings from the oldest to the newest.
    public var readings: [EnergyReading] { Array(ring[next...] + ring[..<next]) }
}
