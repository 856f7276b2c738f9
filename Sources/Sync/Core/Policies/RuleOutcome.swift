public import SyncWire

/// What a rule makes of the writes that stand of one field.
public struct RuleOutcome: Hashable, Sendable {
    /// The rule that decided.
    public var rule: MergeRule
    /// The value in force; nothing: the field is not there.
    public var value: FieldValue?
    /// The write whose value it is, where it is one's.
    public var winner: Dot?
    /// Whether writes stand that did not know each other and differ.
    public var isConflict: Bool

    /// An outcome as a rule makes it, or as it was kept.
    public init(rule: MergeRule, value: FieldValue?, winner: Dot?, isConflict: Bool) {
        self.rule = rule
        self.value = value
        self.winner = winner
        self.isConflict = isConflict
    }

    /// Whether a person has to decide.
    public var isOpen: Bool { isConflict && rule.asksPerson }
}
