/// Why a text is not the value of a key; the reader adds where it stands.
public struct SettingFault: Error, Sendable, Equatable {
    public var kind: ConfigurationMistake.Kind
    public var message: String
    public var hint: String?

    public init(_ kind: ConfigurationMistake.Kind, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }
}
