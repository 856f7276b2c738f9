/// One setting as it stands, for `config view --show-origin`.
public struct SettingReport: Sendable, Equatable {
    public var key: String
    /// The value as it would be written, or `(secret)`.
    public var value: String
    public var origin: SettingOrigin
    public var about: String
    /// What may stand there, as `1 to 65535`.
    public var allowed: String
    public var fallback: String
}
