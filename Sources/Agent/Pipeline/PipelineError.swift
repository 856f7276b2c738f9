internal import Glibc
public import Runtime

/// Why the plant thread cannot begin.
public enum PipelineError: CodedError {
    case system(String, Int32)

    /// A stable code.
    public var code: String { "AGENT_SYSTEM_CALL" }

    /// What was tried, and the system's words.
    public var message: String {
        switch self {
        case .system(let what, let number): "\(what): \(String(cString: strerror(number)))"
        }
    }
}
