public import Runtime
public import SyncWire

/// Why a patch of the other side is not taken in; its record goes to quarantine and the stream goes on.
public enum PatchRefusal: CodedError, Hashable {
    /// It names writes of a replica that its sender is not.
    case writerForged(FieldPath?)
    /// It writes a field that only the receiving side writes.
    case sideNotAllowed(FieldPath)
    /// It clears a latch by somebody who may not.
    case latchNotPermitted(FieldPath)
    /// The document would have too many fields.
    case tooManyFields(Int)
    /// The document would have more bytes than one may.
    case tooLarge(Int)
    /// More incarnations would have written the document than may.
    case tooManyWriters(Int)
    /// The document is not one of the sender's.
    case documentForeign(DocumentKey)

    /// Stable over versions.
    public var code: String {
        switch self {
        case .writerForged: "PATCH_WRITER_FORGED"
        case .sideNotAllowed: "PATCH_FIELD_NOT_ALLOWED"
        case .latchNotPermitted: "PATCH_LATCH_NOT_PERMITTED"
        case .tooManyFields, .tooLarge, .tooManyWriters: "DOCUMENT_TOO_LARGE"
        case .documentForeign: "PATCH_DOCUMENT_FOREIGN"
        }
    }

    /// One sentence for a person.
    public var message: String {
        switch self {
        case .writerForged: "The patch holds writes of a replica that its sender is not."
        case .sideNotAllowed: "Only this side writes the field."
        case .latchNotPermitted:
            "Nobody with an authority below that of \(LatchField.authorityToClear) clears a latch."
        case .tooManyFields(let most): "A document has at most \(most) fields."
        case .tooLarge(let most): "With this the document would have more than \(most) bytes."
        case .tooManyWriters(let most): "\(most) incarnations have written this document; it takes no more."
        case .documentForeign(let key): "The document \(key) is not one of the sender's."
        }
    }

    /// The field at fault.
    public var field: String? {
        switch self {
        case .writerForged(let path): path?.description
        case .sideNotAllowed(let path), .latchNotPermitted(let path): path.description
        case .tooManyFields, .tooLarge, .tooManyWriters, .documentForeign: nil
        }
    }
}
