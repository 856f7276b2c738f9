/// What one `readAvailable` did.
public struct MQTTReadOutcome: Sendable, Equatable {
    /// How many messages were handed to the handler.
    public var messages: Int
    /// Whether the socket has nothing more for now; false when the maximum was reached first.
    public var isDrained: Bool
}
