public import Runtime

/// Why a certificate or a request for one is not taken.
public enum CertificateFault: CodedError, Equatable {
    /// The request for a certificate cannot be read, is not signed by its own key, or has a key of another kind.
    case requestInvalid(String)
    /// The certificate is not one that this hub's authority gave to an agent.
    case notOurs(String)
    /// The request came without a certificate.
    case missing
    /// Its life is over; it may only be renewed.
    case expired
    /// Its life has not begun by the hub's clock; it may only be renewed.
    case notYetValid
    /// The agent or the certificate was revoked, or the hub has no record of it.
    case revoked

    /// Stable over versions.
    public var code: String {
        switch self {
        case .requestInvalid: "SIGNING_REQUEST_INVALID"
        case .notOurs: "CERTIFICATE_NOT_OURS"
        case .missing: "CERTIFICATE_REQUIRED"
        case .expired: "CERTIFICATE_EXPIRED"
        case .notYetValid: "CERTIFICATE_NOT_YET_VALID"
        case .revoked: "CERTIFICATE_REVOKED"
        }
    }

    /// What is wrong, for the agent's log.
    public var message: String {
        switch self {
        case .requestInvalid(let why): "The request for a certificate \(why)."
        case .notOurs(let why): "The certificate \(why)."
        case .missing: "This needs the certificate that the agent got when it was enrolled."
        case .expired: "The agent's certificate has expired; it can only be renewed."
        case .notYetValid: "The agent's certificate is not valid yet by the hub's clock; it can only be renewed."
        case .revoked: "The agent's certificate was revoked; enrol it again."
        }
    }
}
