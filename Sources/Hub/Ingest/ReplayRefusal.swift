public import Runtime

/// Why a record stays in the quarantine; nothing was changed.
public enum ReplayRefusal: CodedError, Equatable {
    /// There is none such that waits.
    case notWaiting
    /// It cannot be read, now as before.
    case unreadable(code: String, message: String)
    /// Another record has its place, or what it stands for is here: its readings would count twice.
    case collides(String)
    /// A stream whose records are not replayed one by one.
    case notReplayable(String)

    /// Stable over versions.
    public var code: String {
        switch self {
        case .notWaiting: "QUARANTINE_NOT_WAITING"
        case .unreadable: "QUARANTINE_UNREADABLE"
        case .collides: "QUARANTINE_COLLIDES"
        case .notReplayable: "QUARANTINE_NOT_REPLAYABLE"
        }
    }

    /// One sentence for people.
    public var message: String {
        switch self {
        case .notWaiting: "There is no such record that waits in the quarantine."
        case .unreadable(let code, let message): "The record cannot be read (\(code)): \(message)"
        case .collides(let why): "The record stays apart: \(why)"
        case .notReplayable(let stream): "Records of the stream \(stream) are not replayed one by one."
        }
    }
}
