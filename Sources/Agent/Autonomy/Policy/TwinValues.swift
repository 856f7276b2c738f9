internal import AnalyticsTwin
internal import DeviceProfiles

extension CalibratedTwin {
    /// What a condition asks of it; nothing before its first step, and no residual or error without measurement.
    func value(of quantity: TwinQuantity) -> Double? {
        guard twin.state.time != nil else { return nil }
        return switch quantity {
        case .remainingLow: remainingLife.low
        case .remainingHigh: remainingLife.high
        case .temperatureSigmas: twin.state.temperatureResidual.map { $0 / temperature.deviation }
        case .vibrationSigmas: twin.state.vibrationResidual.map { $0 / vibration.deviation }
        case .temperatureDeviation: temperature.deviation
        case .vibrationDeviation: vibration.deviation
        case .temperatureError: calibration.temperatureError
        case .vibrationError: calibration.vibrationError
        case .calibrated: isCalibrated ? 1 : 0
        default: twin.value(of: quantity)
        }
    }
}

extension Twin {
    /// What an envelope asks of it, and of a condition's quantities those that need no calibration; else nothing.
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
        case .remainingLow, .remainingHigh, .temperatureSigmas, .vibrationSigmas, .temperatureDeviation,
            .vibrationDeviation, .temperatureError, .vibrationError, .calibrated:
            nil
        }
    }
}

extension TwinQuantity {
    /// Whether it is about this moment, so that it is not known once no power is heard; ages are known still.
    var isMomentary: Bool {
        switch self {
        case .temperature, .vibration, .temperatureResidual, .vibrationResidual, .load, .temperatureSigmas,
            .vibrationSigmas, .temperatureDeviation, .vibrationDeviation:
            true
        case .health, .remainingHours, .remainingLow, .remainingHigh, .failureProbability, .wear, .fatigue, .stress,
            .temperatureError, .vibrationError, .calibrated:
            false
        }
    }
}
