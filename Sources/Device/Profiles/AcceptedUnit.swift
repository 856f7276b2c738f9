/// A spelling of a unit that a device may send, and how its values become those of the metric's unit.
public struct AcceptedUnit: Sendable, Equatable {
    /// As it stands in the payload, byte for byte.
    public var spelling: String
    public var conversion: UnitConversion

    public init(spelling: String, conversion: UnitConversion) {
        self.spelling = spelling
        self.conversion = conversion
    }
}
