/// A parameter as it was calibrated: its value and one standard deviation.
public struct CalibratedValue: Sendable, Equatable {
    /// In the unit that its owner states.
    public var value: Double
    /// One standard deviation, in the same unit.
    public var deviation: Double
}
