public import Runtime

/// Why a document or a conflict cannot be used as it was asked.
public enum DocumentFailure: CodedError, Equatable {
    /// There is none such for this tenant.
    case notFound
    /// No agent serves the machine, so there is no other side.
    case machineNotServed
    /// It was changed since; `current` is its revision now.
    case staleRevision(current: Int64)
    /// The conflict is not in a state in which this can be done to it.
    case stateNotFitting(String)

    /// Stable over versions.
    public var code: String {
        switch self {
        case .notFound: "NOT_FOUND"
        case .machineNotServed: "MACHINE_NOT_SERVED"
        case .staleRevision: "STALE_REVISION"
        case .stateNotFitting: "CONFLICT_STATE"
        }
    }

    /// One sentence for a person.
    public var message: String {
        switch self {
        case .notFound: "There is no such document."
        case .machineNotServed: "No agent serves the machine yet; there is nothing to agree with."
        case .staleRevision(let current): "It was changed meanwhile and has revision \(current) now; look at it again."
        case .stateNotFitting(let state): "The conflict is \(state)."
        }
    }
}
