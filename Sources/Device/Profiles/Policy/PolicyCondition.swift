/// What must hold for a rule to fire: atoms joined by all, any and not.
///
/// A value, evaluated by Kleene's logic over one number for each atom, in the order of `atoms`; printed by `text`.
public indirect enum PolicyCondition: Sendable, Equatable {
    case all([PolicyCondition])
    case any([PolicyCondition])
    case not(PolicyCondition)
    case atom(PolicyAtom)

    /// Levels of all, any and not within each other.
    public static let depthMax = 6
    /// Atoms of one condition; their numbers are a decision's evidence, of which there are at most 10.
    public static let atomsMax = 8

    /// Its atoms, as they stand from left to right.
    public var atoms: [PolicyAtom] {
        switch self {
        case .all(let parts), .any(let parts): parts.flatMap(\.atoms)
        case .not(let part): part.atoms
        case .atom(let atom): [atom]
        }
    }

    /// Whether one of its atoms is about all metrics together.
    public var looksAtMachineScore: Bool {
        atoms.contains { if case .machineScore = $0 { true } else { false } }
    }

    /// Whether one of its atoms is about the machine's forest.
    public var looksAtForestScore: Bool {
        atoms.contains { if case .forestScore = $0 { true } else { false } }
    }

    /// Its truth of one number for each atom; a number that is missing in the list is not known.
    ///
    /// `isHeld` asks whether what was true still is, with every hysteresis given back. Below a `not` it is the other
    /// way round: what makes the whole easier to hold makes the negated harder.
    public func truth(of facts: [AtomFact], isHeld: Bool) -> Truth {
        var next = 0
        return truth(of: facts, from: &next, isHeld: isHeld)
    }

    /// `next` is the place of the first fact that was not used yet.
    private func truth(of facts: [AtomFact], from next: inout Int, isHeld: Bool) -> Truth {
        switch self {
        case .all(let parts):
            var whole = Truth.yes
            for part in parts { whole = whole.and(part.truth(of: facts, from: &next, isHeld: isHeld)) }
            return whole
        case .any(let parts):
            var whole = Truth.no
            for part in parts { whole = whole.or(part.truth(of: facts, from: &next, isHeld: isHeld)) }
            return whole
        case .not(let part): return part.truth(of: facts, from: &next, isHeld: !isHeld).negated
        case .atom(let atom):
            let fact = next < facts.count ? facts[next] : .unknown
            next += 1
            return atom.truth(of: fact, isHeld: isHeld)
        }
    }
}
