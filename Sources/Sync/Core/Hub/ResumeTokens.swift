internal import Runtime

/// The tokens that an agent may show in its next round, as the hub's row keeps them.
///
/// A token is given with each answer to a round that changed something, and is durable on the agent before the next
/// round. An answer may be lost, so the token that was shown stays good until one of those issued after it is shown.
/// Each round that shows it again gets a token of its own: were a folder and its copy both given the same one, they
/// could follow each other for ever without being told apart.
public struct ResumeTokens: Sendable, Equatable {
    /// Those given since `shown` was shown; any of them may be on the agent.
    public private(set) var issued: [[UInt8]]
    /// What the agent showed when they were given; the same as the only one issued once that was shown.
    public private(set) var shown: [UInt8]

    /// Tokens as they were kept; nothing issued before the first answer.
    public init(issued: [[UInt8]] = [], shown: [UInt8] = []) {
        self.issued = issued
        self.shown = shown
    }

    /// What a token says of the folder that it comes from.
    public func check(_ presented: [UInt8]) -> ResumeCheck {
        if issued.isEmpty { return .first }
        if issued.contains(presented) { return .current }
        return presented == shown && !planted(.previousTokenForgotten) ? .previous : .foreign
    }

    /// The tokens after a round, and the one that its answer gives; the same tokens when nothing is to be written.
    ///
    /// `fresh` is drawn anew for each round; `changes` says whether the round changed anything, or whether the agent
    /// has to prove that it heard the answer.
    public func after(_ presented: [UInt8], fresh: [UInt8], changes: Bool) -> (tokens: ResumeTokens, answer: [UInt8]) {
        switch check(presented) {
        case .first:
            return (ResumeTokens(issued: [fresh], shown: presented), fresh)
        case .current where changes:
            return (ResumeTokens(issued: [fresh], shown: presented), fresh)
        case .current:
            return (ResumeTokens(issued: [presented], shown: presented), presented)
        case .previous where changes && issued.count < Self.issuedMax:
            return (ResumeTokens(issued: issued + [fresh], shown: shown), fresh)
        case .previous:
            return (self, issued[issued.count - 1])
        case .foreign:
            return (self, [])
        }
    }

    /// So many answers may be lost in a row with a token of their own; after that they share the last one.
    public static let issuedMax = 8

    /// How many bytes each token has, so that several can be kept in one column.
    public static let tokenBytes = 16

    /// Reads tokens that `packed` wrote.
    public init(packed: [UInt8], shown: [UInt8]) {
        issued = stride(from: 0, to: packed.count - packed.count % Self.tokenBytes, by: Self.tokenBytes).map {
            Array(packed[$0..<$0 + Self.tokenBytes])
        }
        self.shown = shown
    }

    /// All that were issued, one after the other; they must have `tokenBytes` each.
    public var packed: [UInt8] { issued.flatMap { $0 } }
}
