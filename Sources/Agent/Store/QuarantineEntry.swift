/// A message of the quarantine with its number.
public struct QuarantineEntry: Sendable, Equatable {
    /// Rises with each message, and is never given twice.
    public var id: Int64
    /// The message, and why it was not taken.
    public var message: QuarantinedMessage

    /// Whether all of the payload was kept, so that it can be replayed.
    public var isWhole: Bool {
        message.payload.count == message.size && message.topic.count < QuarantinedMessage.payloadBytesMax
    }
}
