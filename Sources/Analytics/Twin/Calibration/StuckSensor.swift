/// Tells a sensor that says the same for ever from a machine that stands still.
///
/// The very same value twenty times and more, while the temperature that the model expects moved by more than four
/// standard deviations of the sensor: no machine does that, and nothing is learned until it says something else.
struct StuckSensor: Sendable, Equatable {
    static let readingsMin: UInt32 = 20

    var value = Double.infinity
    var expected = 0.0
    var readings: UInt32 = 0

    /// Looks at a reading, and at what was expected.
    mutating func isStuck(_ value: Double, expected: Double, deviation: Double) -> Bool {
        guard value == self.value else {
            self = StuckSensor(value: value, expected: expected, readings: 1)
            return false
        }
        readings = min(readings + 1, Self.readingsMin)
        return readings == Self.readingsMin && abs(expected - self.expected) > InnovationNoise.gate * deviation
    }
}
