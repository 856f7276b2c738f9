internal import AnalyticsTwin
internal import DeviceProfiles
internal import Runtime
internal import Telemetry

/// What makes one machine this one: its kind's physics and its own small differences from its sisters.
struct MachineNature: Sendable {
    let twin: TwinParameters
    /// kW at full load.
    let usualPower: Double
    private let vibrationPart: Double
    private let warmth: Double

    init(profile: FirmwareProfile, using random: inout SeededRandom) {
        twin = profile.twin ?? TwinParameters()
        let power = profile.metrics.first { $0.name.text == "power" }
        // Below the baseline even with all its wandering, so that a healthy machine crosses no limit.
        usualPower = (power?.baseline ?? 0.8 * twin.ratedPower) * (0.93 + 0.05 * random.unit())
        vibrationPart = 0.85 + 0.2 * random.unit()
        warmth = 3 * (random.unit() - 0.5)
    }

    /// Where the temperature settles at a constant power.
    func settled(power: Double) -> Double { twin.settledTemperature(power: power) + warmth }

    /// mm/s RMS of a machine whose bearings are sound.
    func vibration(power: Double, temperature: Double, hours: Double) -> Double {
        let fresh =
            twin.vibrationPerLoad * power + twin.vibrationPerDegree * max(0, temperature - twin.vibrationOnset)
        return fresh * vibrationPart * (1 + 0.05 * hours / 100_000)
    }

    /// Any other metric: a set-point's own value, else in proportion to speed or load, from the baseline or the range.
    func further(
        _ metric: MetricDefinition, power: Double, speed: Double, setPoints: [String: Double]
    ) -> Double {
        let full = metric.baseline ?? metric.range.map { $0.lowerBound + 0.6 * ($0.upperBound - $0.lowerBound) } ?? 1
        guard speed > 0 else { return 0 }
        if let asked = setPoints[metric.name.text] { return asked }
        let load = power / usualPower
        return metric.name.text.contains("speed") ? full * speed : full * (0.7 * speed + 0.3 * load)
    }
}
