/// What a machine's twin has learned and how far it is to be believed, as the local page shows it.
public struct TwinCalibrationStatus: Sendable {
    /// Whether the load has varied enough to know the machine's heat.
    public var isCalibrated: Bool
    /// Measured minus predicted, °C; nothing where none is measured.
    public var temperatureResidual: Double?
    /// Measured minus predicted, mm/s; nothing where none is measured.
    public var vibrationResidual: Double?
    /// Root mean square of what the last day's predictions were off, °C.
    public var temperatureError: Double?
    /// Root mean square of what the last day's predictions were off, mm/s.
    public var vibrationError: Double?
    /// One standard deviation of a measurement about the prediction, °C.
    public var temperatureDeviation: Double
    /// One standard deviation of a measurement about the prediction, mm/s.
    public var vibrationDeviation: Double
    /// The lower end of the 80 % band of the remaining useful life, h.
    public var remainingLow: Double
    /// The upper end of that band, h.
    public var remainingHigh: Double

    /// A state of these parts.
    public init(
        isCalibrated: Bool, temperatureResidual: Double?, vibrationResidual: Double?, temperatureError: Double?,
        vibrationError: Double?, temperatureDeviation: Double, vibrationDeviation: Double, remainingLow: Double,
        remainingHigh: Double
    ) {
        self.isCalibrated = isCalibrated
        self.temperatureResidual = temperatureResidual
        self.vibrationResidual = vibrationResidual
        self.temperatureError = temperatureError
        self.vibrationError = vibrationError
        self.temperatureDeviation = temperatureDeviation
        self.vibrationDeviation = vibrationDeviation
        self.remainingLow = remainingLow
        self.remainingHigh = remainingHigh
    }
}
