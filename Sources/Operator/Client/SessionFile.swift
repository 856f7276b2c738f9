internal import Glibc
internal import MillwrightDevice

/// The file of the saved log-in: `$XDG_CONFIG_HOME/millwright/session.json`, readable by its user alone.
///
/// Written whole beside itself and renamed, so that a crash leaves the old one or the new one. A lock beside it lets
/// one command at a time renew the session.
struct SessionFile: Sendable {
    let folder: String

    private var path: String { folder + "/session.json" }

    /// Where the environment puts it; `HOME` when XDG says nothing.
    init(environment: [String: String]) throws {
        if let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") {
            folder = base + "/millwright"
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            folder = home + "/.config/millwright"
        } else {
            throw CommandFailure("FILE_UNREADABLE", "neither XDG_CONFIG_HOME nor HOME says where log-ins are kept")
        }
    }

    static let notLoggedIn = CommandFailure(
        "UNAUTHENTICATED", "log in first: millwright login --hub URL --email ADDRESS (or give --token-file)")

    /// The saved log-in; nothing when there is none.
    func read() throws -> SavedSession? {
        guard let bytes = try FileBytes.read(path, limit: 65_536, isOptional: true) else { return nil }
        guard let session = JSONValue(bytes).flatMap(SavedSession.init) else {
            throw CommandFailure("FILE_UNREADABLE", "\(path) is damaged: millwright login writes a new one")
        }
        return session
    }

    /// Saves a log-in in place of the last one.
    func write(_ session: SavedSession) throws {
        try makeFolder()
        try FileBytes.write(Array((session.json.pretty + "\n").utf8), to: path, mode: 0o600)
    }

    /// Forgets the log-in.
    func remove() { unlink(path) }

    /// Runs a body while no other command renews the session.
    ///
    /// The lock goes with the process that holds it.
    func exclusively<Value>(_ body: () async throws -> Value) async throws -> Value {
        try makeFolder()
        let lock = open(folder + "/session.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else {
            throw CommandFailure("FILE_UNREADABLE", "\(folder)/session.lock: \(String(cString: strerror(errno)))")
        }
        defer { close(lock) }
        while flock(lock, LOCK_EX | LOCK_NB) != 0 { try await Task.sleep(for: .milliseconds(20)) }
        return try await body()
    }

    private func makeFolder() throws {
        var made = ""
        for part in folder.split(separator: "/") {
            made += "/" + part
            guard mkdir(made, 0o700) == 0 || errno == EEXIST || errno == EISDIR else {
                throw CommandFailure("FILE_UNREADABLE", "\(made): \(String(cString: strerror(errno)))")
            }
        }
    }
}
