/// What a condition or an envelope may ask of a machine's twin.
public enum TwinQuantity: String, Sendable, CaseIterable {
    /// Percent.
    case health
    /// Remaining useful life, h.
    case remainingHours = "remaining_hours"
    /// The ends of the band in which it lies four times out of five, h.
    case remainingLow = "remaining_low"
    case remainingHigh = "remaining_high"
    /// 0 to 1.
    case failureProbability = "failure_probability"
    /// Predicted, °C.
    case temperature
    /// Predicted, mm/s.
    case vibration
    /// Measured minus predicted, °C.
    case temperatureResidual = "temperature_residual"
    /// Measured minus predicted, mm/s.
    case vibrationResidual = "vibration_residual"
    /// Measured minus predicted in standard deviations of what is expected: about normal while all is as it was.
    case temperatureSigmas = "temperature_sigmas"
    case vibrationSigmas = "vibration_sigmas"
    /// How uncertain the prediction is: one standard deviation of a measurement about it, °C and mm/s.
    case temperatureDeviation = "temperature_deviation"
    case vibrationDeviation = "vibration_deviation"
    /// Root mean square of what the last day's predictions were off, °C and mm/s.
    case temperatureError = "temperature_error"
    case vibrationError = "vibration_error"
    /// 1 once the load has varied enough to know the machine's heat, else 0.
    case calibrated
    /// Bearing wear, 0 to 1.
    case wear
    /// Thermal fatigue, 0 to 1.
    case fatigue
    /// Electrical stress, 0 to 1.
    case stress
    /// The power that the twin is stepped with, kW.
    case load

    /// The UCUM unit of its values.
    public var unit: String {
        switch self {
        case .health: "%"
        case .remainingHours, .remainingLow, .remainingHigh: "h"
        case .temperature, .temperatureResidual, .temperatureDeviation, .temperatureError: "Cel"
        case .vibration, .vibrationResidual, .vibrationDeviation, .vibrationError: "mm/s"
        case .load: "kW"
        case .temperatureSigmas, .vibrationSigmas, .calibrated, .failureProbability, .wear, .fatigue, .stress: "1"
        }
    }

    /// For people: `remaining hours`.
    public var title: String { rawValue.replacing("_", with: " ") }
}
