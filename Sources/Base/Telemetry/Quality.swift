/// How far a reading can be trusted, as the device or the agent says.
public enum Quality: UInt8, Sendable, CaseIterable {
    case good = 0
    case uncertain = 1
    case bad = 2
    case stale = 3

    /// The word that stands in payloads and in the API.
    public var word: String {
        switch self {
        case .good: "good"
        case .uncertain: "uncertain"
        case .bad: "bad"
        case .stale: "stale"
        }
    }

    /// Reads the word; nothing for any other.
    public init?(word: String) {
        guard let match = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = match
    }
}
