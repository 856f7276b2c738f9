public import Telemetry

/// Where a twin stands: what it predicts, how far the machine has aged, and what it was last told.
public struct TwinState: Sendable, Equatable {
    /// Predicted, °C.
    public internal(set) var temperature: Double
    /// Predicted, mm/s RMS.
    public internal(set) var vibration: Double = 0
    /// Thermal fatigue, 0 (new) to 1.
    public internal(set) var fatigue: Double = 0
    /// Bearing wear, 0 (new) to 1.
    public internal(set) var wear: Double = 0
    /// Electrical stress, 0 (new) to 1.
    public internal(set) var stress: Double = 0
    /// Running hours.
    public internal(set) var hours: Double = 0
    /// Measured minus predicted temperature at the last step that had a measurement, °C.
    public internal(set) var temperatureResidual: Double?
    /// Measured minus predicted vibration at the last step that had a measurement, mm/s.
    public internal(set) var vibrationResidual: Double?
    /// The time of the newest step.
    public internal(set) var time: Timestamp?
    /// kW at the newest step.
    public internal(set) var power: Double = 0

    /// A new machine at a temperature; ages outside their ranges are brought into them.
    public init(temperature: Double, fatigue: Double = 0, wear: Double = 0, stress: Double = 0, hours: Double = 0) {
        self.temperature = temperature.isFinite ? temperature : 25
        self.fatigue = Self.part(fatigue)
        self.wear = Self.part(wear)
        self.stress = Self.part(stress)
        self.hours = hours > 0 && hours.isFinite ? hours : 0
    }

    /// A value brought into 0…1; not a number is 0.
    static func part(_ value: Double) -> Double { value > 0 ? min(value, 1) : 0 }
}
