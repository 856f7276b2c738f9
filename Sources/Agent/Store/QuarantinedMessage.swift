public import Telemetry

/// A message that was not taken, kept so that a person can see why and replay it.
public struct QuarantinedMessage: Sendable, Equatable {
    /// A payload longer than this is cut; its whole size stands beside it.
    public static let payloadBytesMax = 4_096

    /// When it came.
    public var time: Timestamp
    /// A stable code, as `PAYLOAD_NOT_JSON`.
    public var reason: String
    /// One sentence for a person.
    public var detail: String
    /// The topic as it came; cut like the payload.
    public var topic: [UInt8]
    /// How long the payload was.
    public var size: Int
    /// The payload as it came, cut.
    public var payload: [UInt8]

    /// A message as it came; topic and payload are copied and cut.
    public init(
        time: Timestamp, reason: String, detail: String, topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer
    ) {
        self.time = time
        self.reason = reason
        self.detail = detail
        self.topic = [UInt8](topic.prefix(Self.payloadBytesMax))
        self.size = payload.count
        self.payload = [UInt8](payload.prefix(Self.payloadBytesMax))
    }
}
