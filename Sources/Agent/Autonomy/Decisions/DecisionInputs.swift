public import DeviceProfiles
public import Telemetry

/// All that a decision of an agent depends on, from the rule to the hub's word.
///
/// `course()` makes the decision of these and of nothing else: the agent calls it to decide and keeps the value with
/// the decision (`DecisionRecord`), and whoever replays a decision calls it with what was kept. So the two cannot
/// differ.
public struct DecisionInputs: Sendable, Equatable {
    /// The rule, what its condition is compared with, and what was known.
    public var condition: RuleInputs
    /// How long the condition had held without a break.
    public var heldSeconds: Double
    /// Whether the condition counts, with hysteresis and delay; only what concludes a question looks at it.
    public var conditionCounts = true
    /// What the hub said to the question that this decision concludes; nothing for one that concludes none.
    public var answer: QuestionAnswer?

    /// The action that the rule names, of its description what decides; nothing when the profile has none such.
    public var action: ActionDefinition?
    /// How the policy allows that action; nothing when it does not.
    public var permission: ActionPermission?
    /// How long the hub has to answer; 0 asks it nothing.
    public var askHubSeconds: Double
    /// What the action must not make the machine leave; of arguments those of the action.
    public var envelope: Envelope

    /// The machine's status before it.
    public var status: MachineStatus
    /// Whether a safety latch was set.
    public var isLatched: Bool
    /// Whether the hub answered the last round.
    public var hubReachable: Bool
    /// Questions about the machine that the hub had not answered.
    public var openQuestions: Int
    /// The second of the gateway's local week.
    public var secondOfWeek: Double
    /// kW that were measured last, if lately; what brings more starts the machine.
    public var power: Double?
    /// How often the agent had sent commands by itself.
    public var sent: SentCounts
    /// The twin from which the action is tried; nothing when none was asked, or the load was not known.
    public var twin: TwinBasis?
}
