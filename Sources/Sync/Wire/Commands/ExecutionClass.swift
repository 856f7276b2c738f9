/// What may be done again when nobody knows whether a command had its effect.
public enum ExecutionClass: UInt8, Sendable, CaseIterable {
    /// Never again: a crash in between gives UNKNOWN, and a person is told.
    case atMostOnce = 0
    /// Read back what the device says, then done or again.
    case probe = 1
    /// May be sent again until it expires.
    case idempotent = 2
    /// May be sent again; the device refuses a fence that is not above the last one.
    case fenced = 3

    /// The word in the API and on the command line.
    public var word: String {
        switch self {
        case .atMostOnce: "at-most-once"
        case .probe: "probe"
        case .idempotent: "idempotent"
        case .fenced: "fenced"
        }
    }

    /// Reads `word`.
    public init?(word: String) {
        guard let found = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = found
    }
}
