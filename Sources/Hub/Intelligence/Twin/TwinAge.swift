internal import AnalyticsTwin
internal import HubPlant

/// How far a machine has aged, by what its agent says of it.
///
/// An agent tells health and remaining life, not wear, fatigue, stress and hours. Those follow from the twin's own
/// equations: `remaining = (1 − wear) × design life − hours`, and `health` is a weighted sum of all four. Hours are the
/// device's own counter where it has one; else those in which a machine that vibrates like this one uses up what is
/// gone of its life. Stress is that of its usual load, and fatigue what is then left to explain.
public struct TwinAge: Sendable, Equatable {
    /// Where the hours come from.
    public enum Source: String, Sendable, CaseIterable {
        /// The device counts them.
        case runtime
        /// They follow from the remaining life.
        case estimated
        /// Nobody says anything: the machine is taken for new.
        case new
    }

    /// Where the hours come from.
    public var source: Source
    /// Running hours.
    public var hours = 0.0
    /// Bearing wear, 0 to 1.
    public var wear = 0.0
    /// Thermal fatigue, 0 to 1.
    public var fatigue = 0.0
    /// Electrical stress, 0 to 1.
    public var stress = 0.0

    /// The age by what is told.
    ///
    /// - Parameters:
    ///   - runtime: Hours by the device's own counter.
    ///   - vibration: mm/s that are usual.
    ///   - load: The usual square of load over rated power.
    init(
        told: TwinValues?, runtime: Double?, vibration: Double, load: Double, parameters: TwinParameters
    ) {
        let life = parameters.designLifeHours
        let wearAnHour = parameters.wearRate * max(0, vibration)
        if let runtime, runtime >= 0 {
            source = .runtime
            hours = min(runtime, 1e7)
        } else if let told {
            source = .estimated
            hours = max(0, life - told.remainingHours) / (1 + life * wearAnHour)
        } else {
            source = .new
        }
        wear = Self.part(told.map { 1 - ($0.remainingHours + hours) / life } ?? wearAnHour * hours)
        stress = Self.part(parameters.stressRate * load * hours)
        if let told {
            let left = 1 - told.health / 100 - 0.3 * wear - 0.2 * stress - 0.1 * Self.part(hours / life)
            fatigue = Self.part(left / 0.4)
        }
    }

    /// What it was before it aged by so much.
    func before(_ aged: TwinState) -> TwinAge {
        var before = self
        before.hours = max(0, hours - aged.hours)
        before.wear = max(0, wear - aged.wear)
        before.fatigue = max(0, fatigue - aged.fatigue)
        before.stress = max(0, stress - aged.stress)
        return before
    }

    func state(temperature: Double) -> TwinState {
        TwinState(temperature: temperature, fatigue: fatigue, wear: wear, stress: stress, hours: hours)
    }

    private static func part(_ value: Double) -> Double { value > 0 ? min(value, 1) : 0 }
}
