/// What can go wrong with a simulated machine on command.
public enum SimulatedFault: String, Sendable, CaseIterable {
    /// Cooling fails: over 75 °C in about half a minute and over 85 °C in about one; the heat then drags on the power
    /// until it is well over 120 % of the usual. Stopping the machine lets it cool.
    case overheat
    /// Draws 40 % more than its usual power.
    case spike
    /// A bearing fails: vibration grows by 0.05 mm/s each second.
    case bearing
    /// Nothing is published.
    case dropOut = "drop-out"
    /// The temperature comes in a unit that no profile takes.
    case wrongUnit = "wrong-unit"
    /// The device's clock is an hour ahead.
    case clockJump = "clock-jump"

    /// How long it lasts when nobody says; nothing for one that stays until the machine is repaired.
    public var usualSeconds: Double? {
        switch self {
        case .overheat: 600
        case .spike: 30
        case .bearing: nil
        case .dropOut, .wrongUnit: 60
        case .clockJump: 30
        }
    }

    /// Whether stopping the machine ends it: what is repaired then, or cannot go on without running.
    public var endsWhenStopped: Bool {
        switch self {
        case .overheat, .spike, .bearing: true
        case .dropOut, .wrongUnit, .clockJump: false
        }
    }
}
