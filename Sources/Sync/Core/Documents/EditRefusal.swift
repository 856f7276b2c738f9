public import Runtime
public import SyncWire

/// Why an edit is not taken; nothing was changed.
public enum EditRefusal: CodedError, Hashable {
    /// The field cannot hold the value.
    case valueInvalid(FieldPath, String)
    /// Only the other side writes this field.
    case sideNotAllowed(FieldPath, ReplicaID.Side)
    /// The actor may not.
    case notPermitted(needs: Authority)
    /// A latch is cleared without a name of the writes that set it.
    case latchNotNamed(FieldPath)
    /// The side has no write in this conflict.
    case sideMissing(String)
    /// It allows more than what holds now, and nobody confirmed that.
    case safetyNotConfirmed
    /// A decision is taken back after which somebody wrote the field.
    case writtenSince(FieldPath)
    /// A machine is removed by a request of its own, which looks at more than its document.
    case deletionByField(FieldPath)
    /// A document holds so many fields at most.
    case tooManyFields(Int)
    /// A document has so many bytes at most.
    case tooLarge(Int)
    /// So many incarnations may have written a document at most.
    case tooManyWriters(Int)
    /// What says why has so many bytes at most.
    case reasonTooLong(Int)
    /// An edit names so many writes at most.
    case tooManyNames(Int)

    /// Stable over versions.
    public var code: String {
        switch self {
        case .valueInvalid: "FIELD_VALUE_INVALID"
        case .sideNotAllowed(_, .hub): "FIELD_HUB_ONLY"
        case .sideNotAllowed(_, .edge): "FIELD_EDGE_ONLY"
        case .notPermitted: "NOT_PERMITTED"
        case .latchNotNamed: "LATCH_NOT_NAMED"
        case .sideMissing: "CONFLICT_SIDE_MISSING"
        case .safetyNotConfirmed: "SAFETY_NOT_CONFIRMED"
        case .writtenSince: "FIELD_WRITTEN_SINCE"
        case .deletionByField: "DELETION_BY_FIELD"
        case .tooManyFields, .tooLarge, .tooManyWriters: "DOCUMENT_TOO_LARGE"
        case .reasonTooLong: "REASON_TOO_LONG"
        case .tooManyNames: "NAMES_TOO_MANY"
        }
    }

    /// One sentence for a person.
    public var message: String {
        switch self {
        case .valueInvalid(_, let expected): "The value must be \(expected)."
        case .sideNotAllowed(_, let side): "Only the \(side) writes this field."
        case .notPermitted(let needs): "This needs the authority of \(needs)."
        case .latchNotNamed: "The latch is set; name the write that set it to clear it."
        case .sideMissing(let side): "The \(side) wrote nothing in this conflict."
        case .safetyNotConfirmed: "This allows more than what holds now; confirm that it is safe."
        case .writtenSince(let path):
            "\(path) was written after the decision, and that would be lost; write the value that you want."
        case .deletionByField:
            "A machine is removed by DELETE /api/machines/{id} at the hub, which looks at its latches, alerts and "
                + "commands first; the field only tells of it."
        case .tooManyFields(let most): "A document has at most \(most) fields."
        case .tooLarge(let most): "With this the document would have more than \(most) bytes."
        case .tooManyWriters(let most): "\(most) incarnations have written this document; it takes no more."
        case .reasonTooLong(let most): "The reason has more than \(most) bytes."
        case .tooManyNames(let most): "An edit names at most \(most) writes."
        }
    }

    /// The field at fault.
    public var field: String? {
        switch self {
        case .valueInvalid(let path, _), .sideNotAllowed(let path, _), .latchNotNamed(let path),
            .deletionByField(let path):
            path.description
        case .reasonTooLong: "reason"
        case .tooManyNames: "names"
        case .notPermitted, .sideMissing, .safetyNotConfirmed, .writtenSince, .tooManyFields, .tooLarge,
            .tooManyWriters:
            nil
        }
    }
}
