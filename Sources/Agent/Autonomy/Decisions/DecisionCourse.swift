/// How a decision went: what came of it, and for each of its steps what was there.
public struct DecisionCourse: Sendable, Equatable {
    /// What came of it.
    public internal(set) var outcome: DecisionOutcome
    /// What each of the outcome's steps found, in their order, for people.
    public private(set) var notes: [String] = []

    init(_ outcome: DecisionOutcome) { self.outcome = outcome }

    mutating func note(_ kind: DecisionStep.Kind, _ verdict: DecisionStep.Verdict, _ found: String) {
        outcome.steps.append(DecisionStep(kind, verdict))
        notes.append(found)
    }

    /// Ends with a step.
    mutating func stop(
        _ kind: DecisionStep.Kind, _ found: String, as result: DecisionOutcome.Result, because reason: String
    ) {
        note(kind, .stops, found)
        outcome.result = result
        outcome.reason = reason
    }
}
