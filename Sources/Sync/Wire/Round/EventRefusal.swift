/// Why the hub did not take a batch of stream E.
public struct EventRefusal: Sendable, Equatable {
    /// As `EVENT_GAP`.
    public var code: String
    /// One sentence for people.
    public var message: String
    /// The seq that the hub takes next.
    public var expected: UInt64

    /// A refusal by its three parts.
    public init(code: String, message: String, expected: UInt64) {
        self.code = code
        self.message = message
        self.expected = expected
    }
}
