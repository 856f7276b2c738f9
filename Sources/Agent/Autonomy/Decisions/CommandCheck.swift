/// What one step says of a command.
struct CommandCheck {
    var verdict: DecisionStep.Verdict
    /// What was there; of a step that stops the reason for people, with its code where it has one.
    var found: String
    /// What the twin expects; empty when it was not asked.
    var trial = ""

    static func passes(_ found: String, trial: String = "") -> CommandCheck {
        CommandCheck(verdict: .passes, found: found, trial: trial)
    }

    static func stops(_ reason: String) -> CommandCheck { CommandCheck(verdict: .stops, found: reason) }

    static func asks(_ found: String) -> CommandCheck { CommandCheck(verdict: .asks, found: found) }
}
