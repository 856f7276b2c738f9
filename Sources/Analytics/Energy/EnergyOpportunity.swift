/// One way to save, and how much.
public struct EnergyOpportunity: Sendable, Equatable {
    /// What it is.
    public var kind: EnergyOpportunityKind
    /// In the tariff's currency, a year.
    public var savingPerYear: Double
    /// What it is worth over four years, at most 60 000; only of `oversizing`, which takes an investment.
    public var benefit: Double?

    /// How sure it is, 0 to 1.
    public var confidence: Double { kind.confidence }
}
