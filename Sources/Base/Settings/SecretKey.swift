/// A secret that is read from a file; the key's value is the file's path and its name ends in `_file`.
///
/// `credential:NAME` stands for the file NAME in systemd's `$CREDENTIALS_DIRECTORY`. White space around it is cut.
public struct SecretKey: Sendable {
    /// Dotted, and ends in `_file`, as `mqtt.password_file`.
    public let path: String
    /// What the secret is for, in a few words for people.
    public let about: String
    /// Whether it is a mistake when neither the file nor a variable is named.
    public let isRequired: Bool
    /// Further names; those with `holdsSecret` hold the secret itself, as `JWT_SECRET`.
    public let alternatives: [EnvironmentName]
    /// The fewest bytes, white space cut; a shorter secret is CONFIGURATION_SECRET_MISSING.
    public let bytesMin: Int

    /// A key that may be left out and takes any secret of one byte or more, unless said otherwise.
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
