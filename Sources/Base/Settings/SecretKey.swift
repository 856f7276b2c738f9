/// A secret that is read from a file; the key's value is the file's path and its name ends in `_file`.
///
/// `credential:NAME` stands for the file NAME in systemd's `$CREDENTIALS_DIRECTORY`. White space around it is cut.
public struct SecretKey: Sendable {
    public let path: String
    public let about: String
    public let isRequired: Bool
    /// Further names; those with `holdsSecret` hold the secret itself, as `JWT_SECRET`.
    public let alternatives: [EnvironmentName]
    public let bytesMin: Int

    public init(
        _ path: String, required: Bool = false, bytesMin: Int = 1, environment: [EnvironmentName] = [], about: String
    ) {
        self.path = path
        self.about = about
        self.isRequired = required
        self.bytesMin = bytesMin
        self.alternatives = environment
    }

    /// The most bytes that a secret's file may have.
    public static let bytesMax = 65_536

    /// The key of the path.
    var pathKey: SettingKey<String?> {
        .optionalText(path, environment: alternatives.filter { !$0.holdsSecret }, about: about)
    }
}
