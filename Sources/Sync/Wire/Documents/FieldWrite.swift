/// One write of one field: what, by whom, and what the writer knew.
public struct FieldWrite: Hashable, Sendable {
    /// Which field.
    public var path: FieldPath
    /// Names this write for ever.
    public var dot: Dot
    /// The new value; nothing: the field is taken away.
    public var value: FieldValue?
    /// When, by the writer's hybrid clock; a label and a tie-break.
    public var label: HybridTime
    /// How the writer's clock stood then; nothing of a version that did not say it.
    ///
    /// No merge and no id looks at it.
    public var clock: ClockState?
    /// Who, for people: an email address, a local user, a rule of the agent.
    public var actor: String
    /// What the actor was allowed to.
    public var authority: Authority
    /// Why, for people; empty where nobody was asked.
    public var reason: String
    /// The value that was in force for the writer before its first edit since the sides last agreed.
    public var base: FieldValue?
    /// The latches that a clearing write has seen, by the writes that set them.
    public var names: [Dot]
    /// Writes of the field that the writer knew and does not end: set latches that it did not name, or may not clear.
    public var spares: [Dot]
    /// What the writer knew of the document.
    public var context: VersionVector

    /// Latches that one clearing write may name.
    public static let namesMax = 64

    /// Bytes of the text that says who.
    public static let actorBytesMax = 256

    /// Bytes of the text that says why.
    public static let reasonBytesMax = 4_096

    /// A write by its parts.
    public init(
        path: FieldPath, dot: Dot, value: FieldValue?, label: HybridTime, actor: String, authority: Authority,
        reason: String = "", base: FieldValue? = nil, names: [Dot] = [], spares: [Dot] = [],
        context: VersionVector, clock: ClockState? = nil
    ) {
        self.path = path
        self.dot = dot
        self.value = value
        self.label = label
        self.actor = actor
        self.authority = authority
        self.reason = reason
        self.base = base
        self.names = names
        self.spares = spares
        self.context = context
        self.clock = clock
    }
}
