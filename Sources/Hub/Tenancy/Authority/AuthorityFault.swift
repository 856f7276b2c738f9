public import Runtime

/// Why the hub's authority cannot be used; the hub does not start then.
public enum AuthorityFault: CodedError, Equatable {
    /// The folder or the file cannot be read or written.
    case system(path: String, reason: String)
    /// Others than its owner may read the key.
    case exposed(path: String)
    /// What the file holds is no authority.
    case unreadable(String)
    /// `ca init` found an authority already.
    case exists(path: String)

    /// Stable over versions.
    public var code: String {
        switch self {
        case .system: "AUTHORITY_FOLDER_UNUSABLE"
        case .exposed: "AUTHORITY_KEY_EXPOSED"
        case .unreadable: "AUTHORITY_UNREADABLE"
        case .exists: "AUTHORITY_EXISTS"
        }
    }

    /// What is wrong and what to do.
    public var message: String {
        switch self {
        case .system(let path, let reason): "\(path) cannot be used: \(reason); set ca.folder, or its rights."
        case .exposed(let path): "Others can read the authority's key; chmod 600 \(path)"
        case .unreadable(let why): "The file of the hub's authority cannot be used: \(why)."
        case .exists(let path): "There is an authority already in \(path); agents trust it, so it is left alone."
        }
    }
}
