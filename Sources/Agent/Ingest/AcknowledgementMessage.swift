public import Telemetry

/// What a device answers to a command.
public struct AcknowledgementMessage: Sendable, Equatable {
    /// How far it is with the command.
    public enum Status: String, Sendable, CaseIterable {
        case accepted
        case done
        case failed
    }

    /// The command that it answers, by the `id` that the agent sent with it.
    public var command: DeviceCommandID
    /// `accepted` may be followed by `done` or `failed`, which are the last word.
    public var status: Status
    /// Why it failed; at most 512 bytes.
    public var reason: String

    /// An answer by its parts; only `decode` cuts the reason to its limit.
    public init(command: DeviceCommandID, status: Status, reason: String = "") {
        self.command = command
        self.status = status
        self.reason = reason
    }

    /// Reads `{"id": …, "status": "accepted|done|failed", "reason"?}`.
    public static func decode(
        _ payload: UnsafeRawBufferPointer, limits: IngestLimits = IngestLimits()
    ) throws(IngestRejection) -> AcknowledgementMessage {
        let fields = try FieldScanner(["id", "status", "reason"], limits: limits).scan(payload)
        guard fields[0].kind == .text, let command = DeviceCommandID(fields[0].text) else {
            throw IngestRejection(.fieldInvalid, field: "id", "`id` must be the UUID of the command")
        }
        guard fields[1].kind == .text, let status = Status(rawValue: fields[1].text) else {
            throw IngestRejection(.fieldInvalid, field: "status", "`status` must be accepted, done or failed")
        }
        let reason = String(decoding: fields[2].text.utf8.prefix(512), as: UTF8.self)
        return AcknowledgementMessage(command: command, status: status, reason: reason)
    }
}
