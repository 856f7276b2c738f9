/// What units that ran to their end teach of the remaining life of others.
///
/// Sensors are joined to a health index, trends of all of them go into boosted trees, and bands come from units that
/// the trees had not seen. A value; the same for the same units, options and seed on any machine.
public struct LifetimeModel: Sendable, Equatable {
    /// The names of the sensors, in the order of a row's values.
    public let sensors: [String]
    /// The columns that named unit and cycle, for whoever reads a file by this model.
    public let unitColumn: String
    /// The column of the cycle.
    public let cycleColumn: String
    /// The longest remaining life that is told apart.
    public let cap: Double
    /// The root mean square error on units that the trees had not seen, over all their cycles.
    public let error: Double
    let scale: ChannelScale
    let trees: BoostedTrees
    let bands: LifeBands

    /// The remaining life after a unit's last cycle; that of a new one when it has none.
    ///
    /// - Precondition: the unit has a value for each sensor in each cycle.
    public func estimate(_ unit: UnitHistory) -> LifetimeEstimate {
        precondition(unit.values.count == unit.cycles.count * sensors.count, "a cycle has one value for each sensor")
        guard !unit.cycles.isEmpty else { return LifetimeEstimate(remaining: cap, low: 0, high: cap, health: 1) }
        var trends = ChannelTrends(channels: scale.channels)
        let channels = scale.channels(of: unit, width: sensors.count)
        for (row, cycle) in zip(channels, unit.cycles) { trends.add(row, age: Float(cycle)) }
        var inputs: [Float] = []
        trends.append(to: &inputs)
        let remaining = max(0, min(cap, trees.value(inputs[...])))
        let band = bands.band(remaining)
        // The long mean of the index, which stands before the changes and the index's own place in them.
        let health = inputs[2 * scale.channels - 1]
        return LifetimeEstimate(
            remaining: remaining, low: max(0, band.low), high: min(cap, band.high), health: Double(health))
    }
}
