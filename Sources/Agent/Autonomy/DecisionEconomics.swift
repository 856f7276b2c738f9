internal import DeviceProfiles
internal import Telemetry

/// What a decision is worth, in the factory's currency, as an estimate whose formula anybody can check.
///
/// - Savings a year: the profile's figure where the rule states one. Else, with 8 760 hours and the energy rate:
///   power over its limit costs `(mean of the evidence − baseline) × hours × rate`; heat over its limit costs 5 %
///   of the power (intelligence.md, THERMAL_STRESS), `power × 0.05 × hours × rate`; anything else nothing.
/// - Prevented loss: the cost of the failure that the rule states.
struct DecisionEconomics: Sendable, Equatable {
    static let hoursOfYear: Double = 8_760
    static let heatLoss = 0.05

    var savings: Double
    var preventedLoss: Double

    init(rule: AutonomyRule, kind: AlertKind?, evidenceMean: Double, baseline: Double?, power: Double?, rate: Double) {
        preventedLoss = rule.preventedLoss
        if rule.estimatedSavings > 0 {
            savings = rule.estimatedSavings
        } else if kind == .powerSpike, let baseline {
            savings = max(0, evidenceMean - baseline) * Self.hoursOfYear * rate
        } else if kind == .temperature, let power {
            savings = max(0, power) * Self.heatLoss * Self.hoursOfYear * rate
        } else {
            savings = 0
        }
        savings = (savings * 100).rounded() / 100
    }
}
