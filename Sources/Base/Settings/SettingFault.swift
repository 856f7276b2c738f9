/// Why a text is not the value of a key; the reader adds where it stands.
public struct SettingFault: Error, Sendable, Equatable {
    /// Which code the mistake will have.
    public var kind: ConfigurationMistake.Kind
    /// One sentence, without the key and its place.
    public var message: String
    /// What to do about it, where that can be said.
    public var hint: String?

    /// A fault by its parts; it becomes a mistake when the reader adds key and place.
    public init(_ kind: ConfigurationMistake.Kind, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }
}
