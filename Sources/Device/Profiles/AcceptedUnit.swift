/// A spelling of a unit that a device may send, and how its values become those of the metric's unit.
public struct AcceptedUnit: Sendable, Equatable {
    /// As it stands in the payload, byte for byte.
    public var spelling: String
    /// To the metric's unit.
    public var conversion: UnitConversion

    /// A spelling and what it means; that it is unique is the reader's affair.
    public init(spelling: String, conversion: UnitConversion) {
        self.spelling = spelling
        self.conversion = conversion
    }
}
