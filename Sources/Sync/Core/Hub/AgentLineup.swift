public import SyncWire
public import Telemetry

/// Which incarnation of an agent speaks for it, when more than one does.
///
/// Pure: the hub's transaction locks the agent's row, reads this, decides, and writes what was decided.
public struct AgentLineup: Sendable, Equatable {
    /// What is known of the incarnation that speaks now; nothing for one that was never heard.
    public var speaker: IncarnationStanding?
    /// When the agent's current incarnation was heard last; nothing when there is none, or it never was.
    public var currentHeardAt: Timestamp?
    /// How often that one starts a round, as it said itself; nothing when it did not.
    public var currentIntervalSeconds: Double?
    /// Whether the agent has a current incarnation.
    public var hasCurrent: Bool
    /// Whether a newcomer is on trial; then the current one has to prove that it lives.
    public var hasTrial: Bool

    /// A lineup by its parts.
    public init(
        speaker: IncarnationStanding?, currentHeardAt: Timestamp?, currentIntervalSeconds: Double?, hasCurrent: Bool,
        hasTrial: Bool
    ) {
        self.speaker = speaker
        self.currentHeardAt = currentHeardAt
        self.currentIntervalSeconds = currentIntervalSeconds
        self.hasCurrent = hasCurrent
        self.hasTrial = hasTrial
    }

    /// What comes of a round.
    public struct Outcome: Sendable, Equatable {
        /// What the speaker is from now on.
        public var standing: IncarnationStanding
        /// The one that was current has ended: the speaker takes its place.
        public var endsCurrent = false
        /// What the speaker sent while it was apart is merged in now.
        public var mergesApart = false
        /// Newcomers on trial are copies: the one before them lives.
        public var partsTrials = false
        /// The answer gives a new token whatever the round changed, so that the next round proves that it was heard.
        public var challenges = false

        /// An outcome in which nothing but the standing matters.
        public init(_ standing: IncarnationStanding) {
            self.standing = standing
        }
    }

    /// Decides who speaks.
    ///
    /// `isProven`: the speaker showed a token that was given after the trial began, so the one before the newcomer
    /// lives; a round alone does not show it, because it may have been on its way for long. A current incarnation
    /// that was silent for long enough gives way to a newcomer: that is how a restored folder carries on by itself.
    /// Long enough is `quietSeconds`, and more for one that calls seldom (`AgentSilence`).
    public func decide(now: Timestamp, isProven: Bool, quietSeconds: Double) -> Outcome {
        let quiet = AgentSilence(leastSeconds: quietSeconds).seconds(intervalSeconds: currentIntervalSeconds)
        switch speaker {
        case .current: return whileCurrent(isProven)
        case .rejected: return Outcome(.rejected)
        case .apart, .ended: return Outcome(.apart)
        case .trial, nil:
            if hasCurrent, let heard = currentHeardAt, now.seconds(since: heard) < quiet {
                return Outcome(.trial)
            }
            var outcome = Outcome(.current)
            outcome.endsCurrent = hasCurrent
            outcome.mergesApart = speaker == .trial
            return outcome
        }
    }

    private func whileCurrent(_ isProven: Bool) -> Outcome {
        var outcome = Outcome(.current)
        outcome.partsTrials = hasTrial && isProven
        outcome.challenges = hasTrial && !isProven
        return outcome
    }
}

extension IncarnationStanding {
    /// What an agent is told of its standing; nothing to the one that speaks for it.
    public var verdict: Verdict? {
        switch self {
        case .current, .ended: nil
        case .trial:
            Verdict(
                kind: .wait, code: "AGENT_ON_TRIAL",
                message: "Another folder spoke for this agent a moment ago; what comes is kept apart for a while.")
        case .apart:
            Verdict(
                kind: .wait, code: "AGENT_APART",
                message: "Another live copy speaks for this agent; a person decides: millwright agent adopt or reject.")
        case .rejected:
            Verdict(
                kind: .wait, code: "AGENT_REJECTED",
                message: "A person decided for another copy of this agent; set this data folder aside.")
        }
    }
}
