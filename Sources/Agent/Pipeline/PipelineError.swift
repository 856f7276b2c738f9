internal import Glibc
public import Runtime

/// Why the plant thread cannot begin, or cannot take a message.
public enum PipelineError: CodedError {
    /// The system refused a call.
    case system(String, Int32)
    /// The open window has no place for the readings of a message.
    case windowFull

    /// A stable code.
    public var code: String {
        switch self {
        case .system: "AGENT_SYSTEM_CALL"
        case .windowFull: "AGENT_WINDOW_FULL"
        }
    }

    /// What was tried, and the system's words.
    public var message: String {
        switch self {
        case .windowFull: "there is no place for more readings until the open window is sealed"
        case .system(let what, let number): "\(what): \(String(cString: strerror(number)))"
        }
    }
}
