/// `(value − zero) × scale / divisor + offset`; every conversion between the units that we know has this form.
///
/// The divisor and the zero are apart so that 22 100 W become 22.1 kW and 212 °F 100 °C, to the last bit.
public struct UnitConversion: Sendable, Equatable {
    public var zero: Double
    public var scale: Double
    public var divisor: Double
    public var offset: Double

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
