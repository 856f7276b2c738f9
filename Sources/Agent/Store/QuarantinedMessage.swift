package import SyncWire
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

/// Records of the hub's downlink in the quarantine.
extension QuarantinedMessage {
    /// A longer one is cut: the longest that the hub sends is a document of 192 KiB.
    private static let downlinkBytesMax = 256 << 10

    /// No device can have published to it: a topic of MQTT has no `#`.
    static let downlinkTopic = "#downlink/"

    /// A record that was not carried out, kept whole, so that it can be carried out later.
    package init(_ record: EventRecord, _ fault: DownlinkFault, at now: Timestamp) {
        self.init(
            stored: now, reason: fault.code, detail: fault.why,
            topic: Array("\(Self.downlinkTopic)\(record.seq)/\(record.kind.rawValue)".utf8),
            size: record.payload.count, payload: Array(record.payload.prefix(Self.downlinkBytesMax)))
    }

    /// What kind of record of the downlink it is; nothing for a message of a device.
    package var downlinkKind: EventKind? {
        let text = String(decoding: topic, as: UTF8.self)
        guard text.hasPrefix(Self.downlinkTopic), let kind = text.split(separator: "/").last.flatMap({ UInt16($0) })
        else { return nil }
        return EventKind(rawValue: kind)
    }
}
