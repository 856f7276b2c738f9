public import AnalyticsTwin
internal import Glibc
internal import Telemetry

/// Calibrates the heat of a twin to a machine while its readings pass.
///
/// The temperature is taken for `ambient + rise · x`, where `x` is the power smoothed by the machine's time constant,
/// which is what the twin's heat equation says. For each of nine time constants the two numbers are found by least
/// squares; the constant that leaves the least error is the machine's. Memory does not grow with the readings.
public struct ThermalFit: Sendable {
    /// One time constant and the sums from which its line is found.
    private struct Candidate {
        let seconds: Double
        var smoothed = 0.0
        var sumX = 0.0
        var sumXX = 0.0
        var sumXY = 0.0
    }

    /// From the twin's usual 50 s to more than three hours, each twice the one before.
    private static let constants = (0..<9).map { 50 * Double(1 << $0) }
    private static let readingsMin = 100
    /// The part of the temperature's variance that must be explained.
    private static let explainedMin = 0.25

    private var candidates = Self.constants.map { Candidate(seconds: $0) }
    private var last: (time: Timestamp, power: Double)?
    private var first = 0.0
    private var count = 0
    private var sumY = 0.0
    private var sumYY = 0.0

    /// A fit that knows nothing.
    public init() {}

    /// Takes a reading; one that is before the last, or has no finite power, changes nothing.
    public mutating func add(_ reading: EnergyReading) {
        guard abs(reading.power) <= EnergyWindow.powerMax else { return }
        let power = abs(reading.power)
        let seconds = last.map { reading.time.seconds(since: $0.time) } ?? .infinity
        guard seconds >= 0 else { return }
        let load = last.map { ($0.power + power) / 2 } ?? power
        last = (reading.time, power)
        for index in candidates.indices {
            // After a gap of a day nobody knows how warm it was before.
            let kept = seconds > Twin.gapSecondsMax ? 0 : exp(-seconds / candidates[index].seconds)
            candidates[index].smoothed = load + (candidates[index].smoothed - load) * kept
        }
        guard let temperature = reading.temperature, abs(temperature) < 1_500 else { return }
        learn(temperature)
    }

    private mutating func learn(_ temperature: Double) {
        if count == 0 { first = temperature }
        // About the first temperature, so that squares keep their digits.
        let y = temperature - first
        count += 1
        sumY += y
        sumYY += y * y
        for index in candidates.indices {
            let x = candidates[index].smoothed
            candidates[index].sumX += x
            candidates[index].sumXX += x * x
            candidates[index].sumXY += x * y
        }
    }

    /// A machine's parameters with ambient, heat gain and decay as its readings show them; nothing when they do not:
    /// fewer than 100, or temperatures that do not follow the power.
    public func calibrated(_ parameters: TwinParameters) -> TwinParameters? {
        guard count >= Self.readingsMin else { return nil }
        let number = Double(count)
        let varianceY = sumYY - sumY * sumY / number
        let lines = candidates.compactMap { line(of: $0, number, varianceY) }
        guard let best = lines.max(by: { $0.explained < $1.explained }), best.explained >= Self.explainedMin,
            best.rise > 0, (-90...200).contains(best.ambient)
        else { return nil }
        var calibrated = parameters
        calibrated.ambient = best.ambient
        calibrated.decay = 1 / best.seconds
        calibrated.heatGain = calibrated.heatGain(rise: best.rise, power: 1)
        return calibrated.heatGain.isFinite && calibrated.heatGain <= 1_000 ? calibrated : nil
    }

    private func line(
        of candidate: Candidate, _ number: Double, _ varianceY: Double
    ) -> (seconds: Double, rise: Double, ambient: Double, explained: Double)? {
        let varianceX = candidate.sumXX - candidate.sumX * candidate.sumX / number
        guard varianceX > 1e-9 * candidate.sumXX, varianceY > 1e-9 * number else { return nil }
        let covariance = candidate.sumXY - candidate.sumX * sumY / number
        let rise = covariance / varianceX
        let ambient = first + (sumY - rise * candidate.sumX) / number
        return (candidate.seconds, rise, ambient, covariance * covariance / (varianceX * varianceY))
    }
}
