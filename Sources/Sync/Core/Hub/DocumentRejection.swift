public import Runtime
public import SyncWire

/// Why the hub cannot take in a record of stream D; it keeps the record in quarantine and acknowledges it.
public enum DocumentRejection: CodedError, Equatable {
    /// The bytes are no patch.
    case unreadable(EventPayloadError)
    /// The patch may not be applied.
    case refused(PatchRefusal)
    /// The database refuses what the patch would write; the SQLSTATE says why.
    case refusedByStore(String)

    /// That of the cause.
    public var code: String {
        switch self {
        case .unreadable(let error): error.code
        case .refused(let refusal): refusal.code
        case .refusedByStore: "PATCH_REFUSED_BY_STORE"
        }
    }

    /// One sentence for a person.
    public var message: String {
        switch self {
        case .unreadable(let error): error.message
        case .refused(let refusal): refusal.message
        case .refusedByStore(let state): "The database refuses what the patch would write (\(state))."
        }
    }

    /// The field at fault.
    public var field: String? {
        switch self {
        case .unreadable(let error): error.field
        case .refused(let refusal): refusal.field
        case .refusedByStore: nil
        }
    }
}
