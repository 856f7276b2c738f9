internal import CSQLite
internal import Glibc
internal import Telemetry

/// What is done about a store whose files are damaged.
enum DamagedStore {
    /// Leaves a note for the next start, which then reads the whole file before it trusts it.
    static func markSuspect(folder: String) {
        let file = Glibc.open(note(folder), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        if file >= 0 { close(file) }
    }

    /// Reads the whole file when the last run found damage; throws `damaged` when it is.
    static func checkWhenSuspect(_ database: Database, folder: String) throws(StoreError) {
        guard access(note(folder), F_OK) == 0 else { return }
        let check = try database.prepare("PRAGMA integrity_check(1)")
        let verdict = try check.first { $0.text(0) } ?? ""
        guard verdict == "ok" else { throw .damaged(verdict) }
        unlink(note(folder))
    }

    /// Moves all files of the store to a folder of their own; gives its path.
    static func setAside(folder: String, now: Timestamp) throws(StoreError) -> String {
        let target = "\(folder)/damaged-\(now.microseconds)"
        guard mkdir(target, 0o700) == 0 || errno == EEXIST else {
            throw .folderUnusable("cannot make \(target): \(String(cString: strerror(errno)))")
        }
        for name in ["core.db", "core.db-wal", "core.db-shm", "segments"] {
            guard rename("\(folder)/\(name)", "\(target)/\(name)") == 0 || errno == ENOENT else {
                throw .folderUnusable("cannot move \(folder)/\(name): \(String(cString: strerror(errno)))")
            }
        }
        unlink(note(folder))
        return target
    }

    private static func note(_ folder: String) -> String { "\(folder)/core.db.suspect" }
}
