/// What a condition or an envelope may ask of a machine's twin.
public enum TwinQuantity: String, Sendable, CaseIterable {
    /// Percent.
    case health
    /// Remaining useful life, h.
    case remainingHours = "remaining_hours"
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
        case .remainingHours: "h"
        case .temperature, .temperatureResidual: "Cel"
        case .vibration, .vibrationResidual: "mm/s"
        case .load: "kW"
        case .failureProbability, .wear, .fatigue, .stress: "1"
        }
    }

    /// For people: `remaining hours`.
    public var title: String { rawValue.replacing("_", with: " ") }
}
