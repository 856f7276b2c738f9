public import Runtime

/// Why an agent's identity cannot be used or kept.
public enum IdentityFault: CodedError, Equatable {
    /// The file cannot be read or written.
    case system(path: String, reason: String)
    /// What the file or the hub gave is no whole identity.
    case unusable(String)

    /// Stable over versions.
    public var code: String {
        switch self {
        case .system: "IDENTITY_FILE_UNUSABLE"
        case .unusable: "IDENTITY_UNUSABLE"
        }
    }

    /// What is wrong and what to do.
    public var message: String {
        switch self {
        case .system(let path, let reason): "\(path) cannot be used: \(reason)."
        case .unusable(let why): "The agent's identity cannot be used, \(why); enrol it again."
        }
    }
}
