public import Runtime

/// Why the payload of an event cannot be read; the record goes to quarantine and the stream goes on.
public enum EventPayloadError: CodedError, Equatable {
    /// A kind of a later version.
    case kindUnknown(UInt16)
    /// The bytes are no message of the schema.
    case notAMessage
    /// The content is not of the kind that stands in the record.
    case kindMismatch
    /// A field holds what it may not.
    case fieldInvalid(String)

    /// An upper-case word for each case, all beginning with `EVENT_`.
    public var code: String {
        switch self {
        case .kindUnknown: "EVENT_KIND_UNKNOWN"
        case .notAMessage: "EVENT_NOT_A_MESSAGE"
        case .kindMismatch: "EVENT_KIND_MISMATCH"
        case .fieldInvalid: "EVENT_FIELD_INVALID"
        }
    }

    /// One sentence without anything of the payload but an unknown kind's number.
    public var message: String {
        switch self {
        case .kindUnknown(let kind): "Events of kind \(kind) are not known to this version."
        case .notAMessage: "The payload is not a message of the schema."
        case .kindMismatch: "The payload is not of the kind that its record says."
        case .fieldInvalid: "The field holds a value that it may not hold."
        }
    }

    /// The name of the field in the schema, for `fieldInvalid` alone.
    public var field: String? {
        if case .fieldInvalid(let path) = self { path } else { nil }
    }
}
