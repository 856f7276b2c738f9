public import Runtime
public import Telemetry

/// What happens to an agent's identity while it runs, for its log.
public enum IdentityNews: Sendable {
    /// The next certificate is durable and holds until then.
    case renewed(until: Timestamp)
    /// The next certificate was not had; it is asked for again.
    case renewalFailed(any CodedError)
    /// What the file holds cannot be used.
    case unusable(any CodedError)
}
