/// What a calibrated twin expected of one metric at its newest step, and what was measured.
public struct TwinResidual: Sendable, Equatable {
    /// Expected before the measurement was looked at, in the metric's unit.
    public var predicted: Double
    /// One standard deviation of a measurement about it: of the parameters and of the sensor.
    public var deviation: Double
    /// Measured minus predicted; nothing where nothing was measured.
    public var residual: Double?
    /// The measurement was not learned from: it is too far off, its sensor is stuck, or the power was not known.
    public var isHeld = false

    /// The residual in standard deviations, to be scored: about normal while the machine is as it was.
    public var sigmas: Double? { residual.map { $0 / deviation } }
}
