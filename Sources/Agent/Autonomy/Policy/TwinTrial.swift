internal import AnalyticsTwin
internal import DeviceProfiles
internal import Telemetry

/// An action tried on a copy of the twin before it is sent, beside doing nothing.
///
/// Both copies go by what was calibrated on the machine. They are stepped over the envelope's horizon in 24 steps, the
/// one with the load that the action leads to, the other with the load of now. What the twin misses of temperature and
/// vibration now it is taken to miss as much later.
/// The action is refused when it leaves a bound further, or for more of the time, than doing nothing does.
struct TwinTrial: Sendable {
    static let steps = 24

    private let action: String
    private let envelope: Envelope
    private let acted: [Course]
    private let idle: [Course]

    /// How one bound fares over the horizon.
    private struct Course: Sendable {
        /// The value that comes nearest to the bound, or lies furthest beyond.
        var worst: Double
        /// The value at the end of the horizon.
        var end: Double
        var peak = 0.0
        var sum = 0.0
    }

    /// Tries an action that leads to a load in kW.
    init(_ action: String, load: Double, on basis: TwinBasis, within envelope: Envelope) {
        self.action = action
        self.envelope = envelope
        acted = Self.courses(basis, load: load, envelope)
        idle = Self.courses(basis, load: basis.twin.state.power, envelope)
    }

    /// The place of the bound that the action leaves more than doing nothing does; nothing when it leaves none.
    private var left: Int? {
        envelope.bounds.indices.first { index in
            let slack = 1e-6 * max(1, abs(envelope.bounds[index].below ?? envelope.bounds[index].above ?? 1))
            return acted[index].peak > idle[index].peak + slack
                || acted[index].sum > idle[index].sum + slack * Double(Self.steps)
        }
    }

    /// Why the action is refused; nothing when it may go.
    var refusal: String? {
        left.map { "TWIN_REFUSED: \(sentence($0))" }
    }

    /// What the twin expects, for the decision.
    var text: String {
        envelope.bounds.isEmpty ? "" : "The twin was asked: \(sentence(0))."
    }

    /// `with stop temperature goes up to 62 °C and is 25 °C in 10 min, without it 94 °C and 94 °C; it is to stay …`.
    private func sentence(_ index: Int) -> String {
        let bound = envelope.bounds[index]
        let unit = bound.quantity.unit
        let way = bound.below == nil ? "goes down to" : "goes up to"
        let sides = [
            bound.above.map { "above \(NumberText.of($0, unit: unit))" },
            bound.below.map { "below \(NumberText.of($0, unit: unit))" },
        ].compactMap(\.self)
        func course(_ course: Course) -> (worst: String, end: String) {
            (NumberText.of(course.worst, unit: unit), NumberText.of(course.end, unit: unit))
        }
        let (acted, idle) = (course(acted[index]), course(idle[index]))
        return "with \(action) \(bound.quantity.title) \(way) \(acted.worst) and is \(acted.end) in "
            + "\(NumberText.seconds(envelope.horizonSeconds)), without it \(idle.worst) and \(idle.end); "
            + "it is to stay \(sides.joined(separator: " and "))"
    }

    private static func courses(_ basis: TwinBasis, load: Double, _ envelope: Envelope) -> [Course] {
        guard let start = basis.twin.state.time else { return [] }
        var copy = basis.twin
        copy.step(power: load, at: start)
        var courses = envelope.bounds.map { Course(worst: value($0.quantity, copy, basis), end: 0) }
        for step in 0...steps {
            if step > 0 {
                copy.step(
                    power: load, at: start.advanced(seconds: envelope.horizonSeconds * Double(step) / Double(steps)))
            }
            for (index, bound) in envelope.bounds.enumerated() {
                let value = value(bound.quantity, copy, basis)
                let excess = bound.excess(of: value)
                courses[index].worst =
                    bound.below == nil ? min(courses[index].worst, value) : max(courses[index].worst, value)
                courses[index].end = value
                courses[index].peak = max(courses[index].peak, excess)
                courses[index].sum += excess
            }
        }
        return courses
    }

    private static func value(_ quantity: TwinQuantity, _ copy: Twin, _ basis: TwinBasis) -> Double {
        switch quantity {
        case .temperature: copy.state.temperature + basis.missedTemperature
        case .vibration: copy.state.vibration + basis.missedVibration
        default: copy.value(of: quantity) ?? 0
        }
    }
}
