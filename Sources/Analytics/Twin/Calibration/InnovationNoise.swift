/// What a filter learns of its sensor's noise from its own innovations, and which of them it trusts.
///
/// The variance follows the mean of the squared innovations (Mehra, "On the identification of variances and adaptive
/// Kalman filtering", IEEE TAC 1970) within stated limits. Innovations that follow each other tell less than as many
/// independent ones, so `learned` is their variance in the long run: that of a mean of the last hundred, times the
/// number of readings in such a mean. So what the model cannot describe does not make it too sure of itself.
struct InnovationNoise: Sendable, Equatable {
    /// Beyond so many standard deviations a reading is no noise: one in 16 000 is, by chance.
    static let gate = 4.0
    /// Beyond so many, while it is not yet calibrated, a reading counts less (Huber, 1964).
    static let soft = 2.5
    /// Readings after which the noise is followed at a steady pace.
    static let memory = 500.0
    /// Readings in the mean by which the long run is judged, as the part of each; and in the mean of its square.
    private static let part = 0.01
    private static let partOfSquare = 0.0005
    /// The variance of such a mean of independent innovations of variance one.
    private static let chance = part / (2 - part)

    /// The least and the greatest variance that a sensor has.
    let limits: ClosedRange<Double>
    /// Of one measurement.
    private(set) var variance: Double
    /// The mean of the last hundred innovations in standard deviations, and of its square.
    private(set) var mean = 0.0
    private(set) var square = InnovationNoise.chance
    private(set) var count = 0.0

    init(deviation: Double, limits: ClosedRange<Double>) {
        self.limits = limits.lowerBound * limits.lowerBound...limits.upperBound * limits.upperBound
        variance = deviation * deviation
    }

    /// One that goes on; nothing for numbers that it cannot have.
    init?(restored numbers: [Double], like fresh: InnovationNoise) {
        guard numbers.count == 4, fresh.limits.contains(numbers[0]), abs(numbers[1]) <= Self.gate,
            (0...Self.gate * Self.gate).contains(numbers[2]), (0...1e15).contains(numbers[3])
        else { return nil }
        limits = fresh.limits
        variance = numbers[0]
        (mean, square, count) = (numbers[1], numbers[2], numbers[3])
    }

    var numbers: [Double] { [variance, mean, square, count] }

    /// The variance by which a filter learns.
    var learned: Double { variance * max(1, square / Self.chance) }

    /// How much an innovation counts, 0 to 1; a twin that has settled does not learn from one beyond the gate.
    func weight(sigmas: Double, isSettled: Bool) -> Double? {
        if isSettled { return abs(sigmas) <= Self.gate ? 1 : nil }
        return min(1, Self.soft / max(abs(sigmas), 1e-9))
    }

    /// Learns from an innovation of `sigmas` standard deviations; `part` of its variance is the sensor's.
    mutating func learn(sigmas: Double, part: Double) {
        let sigmas = min(max(sigmas, -Self.gate), Self.gate)
        let pace = max(1 / (count + 10), 1 / Self.memory)
        let grown = variance * (1 + pace * part * (sigmas * sigmas - 1))
        variance = min(max(grown, limits.lowerBound), limits.upperBound)
        mean += Self.part * (sigmas - mean)
        square += Self.partOfSquare * (mean * mean - square)
        count += 1
    }

    /// What follows has nothing to do with what was before.
    mutating func breakOff() { mean = 0 }

    /// Follows the noise as fast as a filter that begins.
    mutating func reopen() { (mean, square, count) = (0, Self.chance, min(count, 20)) }
}
