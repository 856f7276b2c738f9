/// A number that a command carries, as the speed of `set_speed`.
public struct ActionArgument: Sendable, Equatable {
    /// As in the command's `args`; 1 to 64 of `a-z 0-9 _ -`.
    public var name: String
    /// A UCUM unit; the number is sent without it.
    public var unit: String
    /// In that unit, both ends allowed; a rule's number outside it is a mistake in the profile.
    public var range: ClosedRange<Double>
    /// What is sent when a rule does not say.
    public var fallback: Double?

    /// An argument by its parts; that the fallback is in the range is the reader's affair.
    public init(name: String, unit: String, range: ClosedRange<Double>, fallback: Double? = nil) {
        self.name = name
        self.unit = unit
        self.range = range
        self.fallback = fallback
    }
}
