/// Ways to use less energy, or cheaper energy, that a machine's readings show.
public enum EnergyOpportunityKind: String, Sendable, CaseIterable {
    /// The machine is far larger than its work.
    case oversizing = "OVERSIZING"
    /// It runs hot, and pays for it in losses.
    case thermalStress = "THERMAL_STRESS"
    /// It works while energy is dear.
    case peakShifting = "PEAK_SHIFTING"

    /// How sure such a finding is, 0 to 1 (intelligence.md, Energy optimizer).
    public var confidence: Double {
        switch self {
        case .oversizing: 0.92
        case .thermalStress: 0.87
        case .peakShifting: 0.78
        }
    }
}
