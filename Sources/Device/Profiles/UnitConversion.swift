/// `value × scale / divisor + offset`; every conversion between the units that we know has this form.
///
/// The divisor is apart so that 22 100 W become 22.1 kW and not 22.100000000000001.
public struct UnitConversion: Sendable, Equatable {
    public var scale: Double
    public var divisor: Double
    public var offset: Double

    public init(scale: Double, divisor: Double = 1, offset: Double = 0) {
        self.scale = scale
        self.divisor = divisor
        self.offset = offset
    }

    /// Leaves a value as it is.
    public static let identity = UnitConversion(scale: 1)

    /// The converted value.
    public func apply(_ value: Double) -> Double { value * scale / divisor + offset }
}
