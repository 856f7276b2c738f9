/// What a device says about itself on its state topic: retained, and as its last will.
public struct StateMessage: Sendable, Equatable {
    /// False in the last will, which the broker sends when the device is gone without a word.
    public var isOnline: Bool
    /// The version that the device runs, 1 to 64 bytes; nothing when it does not say.
    public var firmware: String?
    /// The profile that it asks for.
    public var profile: String?

    /// A state by its parts; only `decode` checks the lengths.
    public init(isOnline: Bool, firmware: String? = nil, profile: String? = nil) {
        self.isOnline = isOnline
        self.firmware = firmware
        self.profile = profile
    }

    /// Reads `{"online": true, "firmware": "1.4.2", "profile": "pump"}`; only `online` is required.
    public static func decode(
        _ payload: UnsafeRawBufferPointer, limits: IngestLimits = IngestLimits()
    ) throws(IngestRejection) -> StateMessage {
        let fields = try FieldScanner(["online", "firmware", "profile"], limits: limits).scan(payload)
        guard fields[0].kind == .yes || fields[0].kind == .no else {
            throw IngestRejection(.fieldInvalid, field: "online", "`online` must be true or false")
        }
        return StateMessage(
            isOnline: fields[0].kind == .yes, firmware: try text(fields[1], "firmware"),
            profile: try text(fields[2], "profile"))
    }

    private static func text(
        _ field: (kind: Capture.Kind, text: String), _ name: String
    ) throws(IngestRejection) -> String? {
        switch field.kind {
        case .none, .null: return nil
        case .text where (1...64).contains(field.text.utf8.count): return field.text
        default: throw IngestRejection(.fieldInvalid, field: name, "`\(name)` must be a text of 1 to 64 bytes")
        }
    }
}
