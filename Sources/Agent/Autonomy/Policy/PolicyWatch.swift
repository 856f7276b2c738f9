internal import AnalyticsAnomaly
internal import DeviceProfiles
internal import Telemetry

/// What a rule of the policy language keeps between readings: a number for each atom, and what makes them up.
struct PolicyWatch: Sendable {
    let condition: PolicyCondition
    let atoms: [PolicyAtom]
    /// What is known of each atom, as of the last look.
    var facts: [AtomFact]
    private var rates: [RateWindow?]
    /// For atoms on scores one bit a reading, the newest lowest: whether the score was reached.
    private var reached: [UInt16]

    init(_ condition: PolicyCondition) {
        self.condition = condition
        atoms = condition.atoms
        facts = atoms.map { _ in .unknown }
        reached = atoms.map { _ in 0 }
        rates = atoms.map { atom in
            if case .rate(_, let rate) = atom { RateWindow(overSeconds: rate.overSeconds) } else { nil }
        }
    }

    /// Takes a new reading of a metric and its score.
    mutating func hear(slot: Int, value: Double, score: MetricScore, at time: Timestamp) {
        for index in atoms.indices {
            switch atoms[index] {
            case .rate(let metric, _) where metric.slot == slot: rates[index]?.add(value, at: time)
            case .score(let metric, let atLeast) where metric.slot == slot && score.isReady:
                note(score.score >= atLeast, index)
            default: break
            }
        }
    }

    /// Takes what all metrics together say of a row.
    mutating func hear(_ verdict: JointVerdict) {
        for index in atoms.indices {
            guard case .machineScore(let atLeast) = atoms[index] else { continue }
            note(verdict.isAlarm && verdict.score >= atLeast, index)
        }
    }

    /// Takes what the forest says of a row.
    mutating func hear(_ verdict: ForestVerdict) {
        for index in atoms.indices {
            guard case .forestScore(let atLeast) = atoms[index] else { continue }
            note(verdict.score >= atLeast, index)
        }
    }

    /// Whether an atom is about the forest's score.
    var looksAtForestScore: Bool { condition.looksAtForestScore }

    /// Whether an atom is about all metrics together.
    var looksAtMachineScore: Bool { condition.looksAtMachineScore }

    private mutating func note(_ isReached: Bool, _ index: Int) {
        reached[index] = (reached[index] << 1 | (isReached ? 1 : 0)) & 0b11_1111_1111
    }

    func slope(_ index: Int) -> Double? { rates[index]?.slope }

    func scoresReached(_ index: Int) -> Double { Double(reached[index].nonzeroBitCount) }

    /// Where the condition lies by its facts.
    ///
    /// What is not known is neither: it breaks a delay that is running, and ends nothing that counts.
    var place: Crossing.Place {
        if condition.truth(of: facts, isHeld: false) == .yes { return .beyond }
        return condition.truth(of: facts, isHeld: true) == .no ? .back : .between
    }
}
