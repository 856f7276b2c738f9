internal import DeviceProfiles
internal import Telemetry

/// A decision that a policy would have made, and what would have become of it.
struct TriedDecision {
    /// What would have become of it.
    enum Outcome: String, CaseIterable {
        case acted
        /// The hub would have been asked first.
        case asked
        /// The rule only warns.
        case warned
        case recommended
        case shadow
        /// Something stood against the action.
        case refused
    }

    var machine: String
    var decision: Decision
    /// What the rule wants, as `set OFFLINE, send stop`.
    var wish: String
    var outcome: Outcome
    /// Why what it wants is not done; empty when it is.
    var obstacle: String

    static let columns = [
        "time", "machine", "rule", "risk", "condition", "would", "outcome", "why_not", "reasoning",
    ]

    var fields: [ResultField] {
        [
            .text(decision.decidedAt.rfc3339), .text(machine), .text(decision.rule), .text(decision.riskLevel.rawValue),
            .text(decision.rootCause), .text(wish), .text(outcome.rawValue), .text(obstacle), .text(decision.reasoning),
        ]
    }
}

extension TriedDecision {
    /// Tells a decision by its rule and by what came right after it.
    init(machine: String, decision: Decision, rule: AutonomyRule?, followed: Followed) {
        self.machine = machine
        self.decision = decision
        let status = rule?.status.map { "set \($0.rawValue)" }
        let action = rule?.action.map { "send \($0)" }
        let wishes = [status, action].compactMap(\.self)
        wish = wishes.isEmpty ? "warn" : wishes.joined(separator: ", ")
        let isStatusRefused = rule?.status != nil && decision.actionTaken == .none && !followed.isAnswer
        obstacle = followed.refusal ?? (isStatusRefused ? "the autonomy policy does not allow the status" : "")
        if followed.isAnswer, !followed.isSent, obstacle.isEmpty { obstacle = "the condition was over" }
        switch rule?.mode {
        case .shadow: (outcome, obstacle) = (.shadow, "the rule is in shadow mode")
        case .recommend: (outcome, obstacle) = (.recommended, "the rule only recommends")
        case _ where followed.isAsked: (outcome, obstacle) = (.asked, "")
        case _ where !obstacle.isEmpty: outcome = .refused
        case _ where wishes.isEmpty: outcome = .warned
        default: outcome = .acted
        }
    }

    /// What came after a decision, before the next.
    struct Followed {
        /// Why its command was not sent.
        var refusal: String?
        /// Whether the hub is asked.
        var isAsked = false
        /// Whether it concludes what the hub was asked.
        var isAnswer = false
        /// Whether its command was sent.
        var isSent = false
    }
}
