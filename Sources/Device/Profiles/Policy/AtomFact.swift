/// The number that an atom of a condition is about at one moment; what is not known has none.
public struct AtomFact: Sendable, Equatable {
    /// In the atom's own terms, see `PolicyAtom`; nothing while it is not known.
    public var value: Double?
    /// What the atom's hysteresis is multiplied by: 1, or `1 / baseline` where the value is a part of the baseline.
    public var hysteresisScale: Double

    /// A number that is not finite says nothing.
    public init(_ value: Double?, hysteresisScale: Double = 1) {
        self.value = value.flatMap { $0.isFinite ? $0 : nil }
        self.hysteresisScale = hysteresisScale
    }

    /// Nothing is known.
    public static let unknown = AtomFact(nil)
}
