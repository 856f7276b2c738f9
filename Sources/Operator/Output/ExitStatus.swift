internal import ArgumentParser

/// What commands end with, so that scripts can tell (sync.md, Conflicts).
enum ExitStatus: Int32 {
    /// Nothing is open, or what was asked for is done.
    case done = 0
    case failure = 1
    /// There are conflicts that wait for a person.
    case conflictsOpen = 2
    /// Somebody else was faster: look again.
    case stale = 3
    /// Not logged in, or the role does not suffice.
    case notPermitted = 4
    /// A command may have had its effect or not: somebody has to look.
    case unknown = 5

    /// What a refusal with this code ends a command with.
    init(code: String) {
        switch code {
        case "STALE_REVISION": self = .stale
        case "NOT_PERMITTED", "FORBIDDEN": self = .notPermitted
        default: self = .failure
        }
    }

    /// For throwing.
    var code: ExitCode { ExitCode(rawValue) }
}
