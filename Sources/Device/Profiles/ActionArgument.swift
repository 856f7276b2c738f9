/// A number that a command carries, as the speed of `set_speed`.
public struct ActionArgument: Sendable, Equatable {
    public var name: String
    public var unit: String
    public var range: ClosedRange<Double>
    /// What is sent when a rule does not say.
    public var fallback: Double?

    public init(name: String, unit: String, range: ClosedRange<Double>, fallback: Double? = nil) {
        self.name = name
        self.unit = unit
        self.range = range
        self.fallback = fallback
    }
}
