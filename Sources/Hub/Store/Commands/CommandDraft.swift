public import SyncWire
public import Telemetry

/// What somebody wants a device to do.
public struct CommandDraft: Sendable {
    /// The profile's name of the action.
    public var action: String
    /// A JSON object.
    public var arguments: FieldValue
    /// Not to be carried out before; nothing: at once.
    public var notBefore: Timestamp?
    /// From its issue to its expiry.
    public var lifeSeconds: Double
    /// What may be done again.
    public var executionClass: ExecutionClass
    /// What must hold, but for the versions of the machine's document.
    public var precondition: Precondition
    /// The revision of the machine's document that its issuer saw; the edge must know all of it.
    ///
    /// Nothing: any.
    public var documentRevision: Int64?
    /// The precondition as it was asked for, for people.
    public var shownPrecondition: FieldValue

    /// A draft by its parts.
    public init(
        action: String, arguments: FieldValue, notBefore: Timestamp?, lifeSeconds: Double,
        executionClass: ExecutionClass, precondition: Precondition, documentRevision: Int64?,
        shownPrecondition: FieldValue
    ) {
        self.action = action
        self.arguments = arguments
        self.notBefore = notBefore
        self.lifeSeconds = lifeSeconds
        self.executionClass = executionClass
        self.precondition = precondition
        self.documentRevision = documentRevision
        self.shownPrecondition = shownPrecondition
    }

    /// Without a wish.
    public static let lifeSecondsDefault = 300.0
}
