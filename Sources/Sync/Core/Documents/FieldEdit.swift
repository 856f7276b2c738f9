public import SyncWire

/// What somebody wants a field to be.
public struct FieldEdit: Sendable, Equatable {
    /// Which field.
    public var path: FieldPath
    /// The new value; nothing takes the field away.
    public var value: FieldValue?
    /// Who, for people.
    public var actor: String
    /// What the actor may do.
    public var authority: Authority
    /// Why, for people.
    public var reason: String
    /// The latches that a clearing write has seen, by the writes that set them.
    public var names: [Dot]

    /// An edit by its parts.
    public init(
        path: FieldPath, value: FieldValue?, actor: String, authority: Authority, reason: String = "",
        names: [Dot] = []
    ) {
        self.path = path
        self.value = value
        self.actor = actor
        self.authority = authority
        self.reason = reason
        self.names = names
    }
}
