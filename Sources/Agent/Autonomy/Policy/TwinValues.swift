internal import AnalyticsTwin
internal import DeviceProfiles

extension Twin {
    /// What a condition or an envelope asks of it; nothing before its first step, and no residual without measurement.
    func value(of quantity: TwinQuantity) -> Double? {
        guard state.time != nil else { return nil }
        return switch quantity {
        case .health: health
        case .remainingHours: remainingHours
        case .failureProbability: failureProbability
        case .temperature: state.temperature
        case .vibration: state.vibration
        case .temperatureResidual: state.temperatureResidual
        case .vibrationResidual: state.vibrationResidual
        case .wear: state.wear
        case .fatigue: state.fatigue
        case .stress: state.stress
        case .load: state.power
        }
    }
}

extension TwinQuantity {
    /// Whether it is about this moment, so that it is not known once no power is heard; ages are known still.
    var isMomentary: Bool {
        switch self {
        case .temperature, .vibration, .temperatureResidual, .vibrationResidual, .load: true
        case .health, .remainingHours, .failureProbability, .wear, .fatigue, .stress: false
        }
    }
}
