/// What a metric does at each time of day beyond its level, and whether it is worth to be taken into account.
///
/// 48 half hours of UTC. It is used when with it the mean distance is smaller by 15 %, so that a metric without a
/// daily course is not disturbed by one that was learned from noise.
struct DayProfile: Sendable, Equatable {
    static let parts = 48
    private static let microsecondsInPart: Int64 = 86_400_000_000 / Int64(parts)

    var values = [Float](repeating: 0, count: parts)
    var seen = [UInt16](repeating: 0, count: parts)
    /// Mean distances without and with it.
    var distances = (without: 0.0, with: 0.0)

    /// The part of the day of a moment.
    static func part(of time: Int64) -> Int {
        let part = (time / microsecondsInPart) % Int64(parts)
        return Int(part < 0 ? part + Int64(parts) : part)
    }

    /// What it adds to the level, if that is worth it.
    func offset(_ part: Int, readings: UInt32) -> Double {
        readings > 600 && distances.with < 0.85 * distances.without ? Double(values[part]) : 0
    }

    /// Learns a reading's distance from the level.
    mutating func learn(_ part: Int, error: Double, scale: Double, pace: Double) {
        let left = error - Double(values[part])
        distances.without += (min(abs(error), 4 * scale) - distances.without) / 1_000 * pace
        distances.with += (min(abs(left), 4 * scale) - distances.with) / 1_000 * pace
        if seen[part] < .max { seen[part] += 1 }
        let gain = max(0.0045, min(0.15, 0.3 / (1 + 0.3 * Double(seen[part]))))
        let learned = Double(values[part]) + gain * pace * max(-3 * scale, min(3 * scale, left))
        // A value of 1e39 and more would be infinite here, and what is infinite never comes back.
        values[part] = Float(max(-3e38, min(3e38, learned)))
    }

    static func == (one: DayProfile, other: DayProfile) -> Bool {
        one.values == other.values && one.seen == other.seen && one.distances == other.distances
    }
}
