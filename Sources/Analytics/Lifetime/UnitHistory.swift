/// What was measured on one unit, cycle by cycle.
public struct UnitHistory: Sendable, Equatable {
    /// The cycles' numbers, increasing; the unit was new at cycle 0.
    public private(set) var cycles: [Double] = []
    /// The sensors' values, cycle after cycle; not-a-number for a missing one.
    public private(set) var values: [Double] = []

    /// A unit of which nothing is known.
    public init() {}

    /// Adds a cycle with a value for each sensor; says whether it comes after the last, and leaves it out if not.
    public mutating func add(_ row: [Double], at cycle: Double) -> Bool {
        guard cycle.isFinite, cycle > cycles.last ?? -.infinity else { return false }
        cycles.append(cycle)
        values += row
        return true
    }
}
