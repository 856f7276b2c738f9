/// What a calibrated twin has learned of its machine, and how sure it is.
public struct TwinCalibration: Sendable, Equatable {
    /// °C above ambient for each kW of constant load: `heatGain × (1 − efficiency) / decay`.
    public var rise: CalibratedValue
    /// The part of a temperature difference that is lost each second; its logarithm is what is normal.
    public var decay: CalibratedValue
    /// °C around the machine.
    public var ambient: CalibratedValue
    /// mm/s for each kW of load.
    public var vibrationPerLoad: CalibratedValue
    /// mm/s without load and heat, wear among it.
    public var vibrationOffset: CalibratedValue
    /// Wear an hour for each mm/s.
    public var wearRate: CalibratedValue
    /// The noise of the temperature sensor, °C, one standard deviation.
    public var temperatureNoise: Double
    /// The noise of the vibration sensor, mm/s, one standard deviation.
    public var vibrationNoise: Double
    /// Root mean square of the temperature predicted one step ahead against the measured of the last day, °C.
    public var temperatureError: Double?
    /// Mean of measured minus predicted temperature of the last day, °C.
    public var temperatureBias: Double?
    /// The same as `temperatureError` of vibration, mm/s.
    public var vibrationError: Double?
    /// The same as `temperatureBias` of vibration, mm/s.
    public var vibrationBias: Double?
    /// The load has varied enough to know gain, decay and ambient apart (limits: `CalibratedTwin.isCalibrated`).
    public var isCalibrated: Bool
    /// How often a filter gave up what it had learned, because for too long nothing was as it expected.
    public var restarts: Int
}
