public import Runtime

/// One thing that is wrong in a configuration file, in the environment or on the command line, and how to mend it.
public struct ConfigurationMistake: CodedError, Sendable, Equatable {
    /// What went wrong; the raw values are the codes that the documentation lists.
    public enum Kind: String, Sendable, CaseIterable {
        /// The text is not YAML.
        case syntax = "CONFIGURATION_SYNTAX"
        /// The file is too large or too deep, has too many nodes, or uses what is refused (aliases, tags, documents).
        case limit = "CONFIGURATION_LIMIT"
        case fileUnreadable = "CONFIGURATION_UNREADABLE"
        case keyUnknown = "CONFIGURATION_KEY_UNKNOWN"
        case keyDuplicate = "CONFIGURATION_KEY_DUPLICATE"
        case keyMissing = "CONFIGURATION_KEY_MISSING"
        case valueType = "CONFIGURATION_VALUE_TYPE"
        case valueOutOfRange = "CONFIGURATION_VALUE_OUT_OF_RANGE"
        case secretMissing = "CONFIGURATION_SECRET_MISSING"
        /// Each value is right by itself, and they do not fit together.
        case conflict = "CONFIGURATION_CONFLICT"
    }

    /// Decides the code.
    public var kind: Kind
    /// Where it stands; for a missing key, where its section begins.
    public var mark: SourceMark
    /// The dotted path of the key, as `mqtt.port`; empty when no key is at fault.
    public var key: String
    /// One sentence that says what is wrong, without the place and the key.
    public var message: String
    /// What to do about it, where that can be said.
    public var hint: String?

    /// A mistake by its parts; without a key it is about the whole place.
    public init(_ kind: Kind, at mark: SourceMark, key: String = "", _ message: String, hint: String? = nil) {
        self.kind = kind
        self.mark = mark
        self.key = key
        self.message = message
        self.hint = hint
    }

    /// The raw value of the kind, as `CONFIGURATION_KEY_UNKNOWN`.
    public var code: String { kind.rawValue }
    /// The key, or nothing when no key is at fault.
    public var field: String? { key.isEmpty ? nil : key }

    /// `file:line:column: key: message (hint) [CODE]`.
    public var description: String {
        let subject = key.isEmpty ? "" : "\(key): "
        let advice = hint.map { " (\($0))" } ?? ""
        return "\(mark): \(subject)\(message)\(advice) [\(code)]"
    }
}
