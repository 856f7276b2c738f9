internal import AnalyticsTwin
internal import Settings

/// Reads the `twin` of a profile: each parameter that is not written has the default of edge.md.
enum TwinReader {
    static func twin(of root: SectionReader) -> TwinParameters? {
        guard let section = root.section("twin") else { return nil }
        var twin = TwinParameters()
        for parameter in parameters {
            if let value = section.number(parameter.key, in: parameter.range) { twin[keyPath: parameter.field] = value }
        }
        if let settles = section.section("settles") {
            let rise = settles.number("rise", required: true, in: 0.1...1_000)
            let power = settles.number("power", required: true, in: 1e-6...1e6)
            if let rise, let power { twin.heatGain = twin.heatGain(rise: rise, power: power) }
            if section.has("heat_gain") {
                section.mistake(.conflict, "settles", "`settles` and `heat_gain` say the same thing twice")
            }
            settles.finish()
        }
        section.finish()
        return twin
    }

    private struct Parameter {
        let key: String
        let field: WritableKeyPath<TwinParameters, Double>
        let range: ClosedRange<Double>
    }

    private static var parameters: [Parameter] {
        [
            Parameter(key: "heat_gain", field: \.heatGain, range: 0...1_000),
            Parameter(key: "decay", field: \.decay, range: 1e-9...10),
            Parameter(key: "ambient", field: \.ambient, range: -90...200),
            Parameter(key: "efficiency", field: \.efficiency, range: 0.001...0.999_999),
            Parameter(key: "rated_power", field: \.ratedPower, range: 1e-6...1e6),
            Parameter(key: "standby_power", field: \.standbyPower, range: 0...1e6),
            Parameter(key: "vibration_per_load", field: \.vibrationPerLoad, range: 0...1_000),
            Parameter(key: "vibration_onset", field: \.vibrationOnset, range: -90...1_500),
            Parameter(key: "vibration_per_degree", field: \.vibrationPerDegree, range: 0...1_000),
            Parameter(key: "vibration_per_wear", field: \.vibrationPerWear, range: 0...1_000),
            Parameter(key: "fatigue_onset", field: \.fatigueOnset, range: -90...1_500),
            Parameter(key: "fatigue_rate", field: \.fatigueRate, range: 0...1),
            Parameter(key: "wear_rate", field: \.wearRate, range: 0...1),
            Parameter(key: "stress_rate", field: \.stressRate, range: 0...1),
            Parameter(key: "design_life_hours", field: \.designLifeHours, range: 1...1e7),
        ]
    }
}
