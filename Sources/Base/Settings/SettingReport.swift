/// One setting as it stands, for `config view --show-origin`.
public struct SettingReport: Sendable, Equatable {
    /// The dotted path, as `mqtt.port`.
    public var key: String
    /// The value as it would be written, or `(secret)`.
    public var value: String
    /// Where the value came from; for a wrong one, its place, although the default then counts.
    public var origin: SettingOrigin
    /// What the setting does, in a sentence for people.
    public var about: String
    /// What may stand there, as `1 to 65535`.
    public var allowed: String
    /// As it would be written; empty for a required key and for a secret.
    public var fallback: String
}
