/// `value × scale + offset`; every conversion between the units that we know has this form.
public struct UnitConversion: Sendable, Equatable {
    public var scale: Double
    public var offset: Double

    public init(scale: Double, offset: Double = 0) {
        self.scale = scale
        self.offset = offset
    }

    /// Leaves a value as it is, to the bit.
    public static let identity = UnitConversion(scale: 1)

    /// The converted value.
    public func apply(_ value: Double) -> Double { value * scale + offset }
}
