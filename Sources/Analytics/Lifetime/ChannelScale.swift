/// Brings a unit's sensors to one scale and joins them to a health index: the channels that trends are taken of.
///
/// The health index is the linear combination that best tells the part of life that is left (1 is as good as new, 0 is
/// the end): wear that shows faintly in each sensor shows clearly in their sum (Wang, Yu, Siegel and Lee, PHM 2008).
struct ChannelScale: Sendable, Equatable {
    /// Where the sensors that vary stand in a row of values.
    let places: [Int]
    let means: [Double]
    let deviations: [Double]
    /// The index's constant and its weights.
    let level: Double
    let weights: [Double]

    /// The sensors that vary, and the index.
    var channels: Int { places.count + 1 }

    /// Each cycle's channels, the health index last; a missing value is as the one before it, at first as the mean.
    func channels(of unit: UnitHistory, width: Int) -> [[Float]] {
        var held = [Double](repeating: 0, count: places.count)
        return unit.cycles.indices.map { cycle in
            for (index, place) in places.enumerated() {
                let value = unit.values[cycle * width + place]
                // Beyond a hundred deviations nothing more is said, and sums stay finite.
                if value.isFinite { held[index] = max(-100, min(100, (value - means[index]) / deviations[index])) }
            }
            let health = zip(held, weights).reduce(level) { $0 + $1.0 * $1.1 }
            return held.map { Float($0) } + [Float(health)]
        }
    }

    /// The inputs of each cycle, cycle after cycle.
    func inputs(of unit: UnitHistory, width: Int) -> [Float] {
        var trends = ChannelTrends(channels: channels)
        var inputs: [Float] = []
        inputs.reserveCapacity(unit.cycles.count * ChannelTrends.width(channels: channels))
        for (row, cycle) in zip(channels(of: unit, width: width), unit.cycles) {
            trends.add(row, age: Float(cycle))
            trends.append(to: &inputs)
        }
        return inputs
    }
}
