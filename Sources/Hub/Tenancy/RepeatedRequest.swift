/// What is known of a write that carries an `Idempotency-Key`.
public enum RepeatedRequest: Sendable, Equatable {
    /// It is the first; the caller does it and says how it ended.
    case first
    /// It was done before with this answer.
    case answered(status: Int, body: String)
    /// The first one is still being done.
    case inProgress
    /// It was begun, and how it ended is not known: it may have taken effect or not.
    case unknown
    /// The key was used for something else.
    case otherRequest
}
