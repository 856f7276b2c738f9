/// A rule that the hub gives to one machine, in the place of its profile's of the same name or beside them.
public struct RuleDocument: Sendable, Equatable {
    /// What is said of it.
    public enum Content: Sendable, Equatable {
        /// The keys of a rule as a profile has them, as YAML, but for its name.
        case rule(String)
        /// The profile's rule of this name is not run.
        case off
    }

    /// As decisions name it; 1 to 64 of `a-z 0-9 _ -`.
    public let name: String
    /// The rule, or that there is none.
    public let content: Content

    /// The longest text of a rule, in bytes.
    public static let bytesMax = 4_096

    /// A rule by its parts; nothing for a name that is none.
    public init?(name: String, content: Content) {
        guard let name = ProfileName.checked(name) else { return nil }
        self.name = name
        self.content = content
    }
}
