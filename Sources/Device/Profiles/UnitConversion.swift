/// `(value − zero) × scale / divisor + offset`; every conversion between the units that we know has this form.
///
/// The divisor and the zero are apart so that 22 100 W become 22.1 kW and 212 °F 100 °C, to the last bit.
public struct UnitConversion: Sendable, Equatable {
    /// Taken off first, in the unit that comes; 32 for °F.
    public var zero: Double
    /// What the value is then multiplied by.
    public var scale: Double
    /// What it is then divided by; not 0.
    public var divisor: Double
    /// Added last, in the unit that is wanted; 273.15 for °C to K.
    public var offset: Double

    /// The parts that are not given change nothing.
    public init(zero: Double = 0, scale: Double = 1, divisor: Double = 1, offset: Double = 0) {
        self.zero = zero
        self.scale = scale
        self.divisor = divisor
        self.offset = offset
    }

    /// Leaves a value as it is.
    public static let identity = UnitConversion()

    /// The converted value.
    public func apply(_ value: Double) -> Double { (value - zero) * scale / divisor + offset }
}
