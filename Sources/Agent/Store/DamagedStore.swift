internal import Telemetry

/// What is done about a store whose files are damaged.
struct DamagedStore {
    let disk: any StoreDisk
    let folder: String

    /// Leaves a note for the next start, which then reads the whole file before it trusts it.
    func markSuspect() {
        disk.mark(note)
    }

    /// Reads the whole file when the last run found damage; throws `damaged` when it is.
    func checkWhenSuspect(_ database: Database) throws(StoreError) {
        guard disk.size(note) != nil else { return }
        let check = try database.prepare("PRAGMA integrity_check(1)")
        let verdict = try check.first { $0.text(0) } ?? ""
        guard verdict == "ok" else { throw .damaged(verdict) }
        disk.remove(note)
    }

    /// Moves the files of the database to a folder of their own; gives its path.
    func setAside(now: Timestamp) throws(StoreError) -> String {
        let target = "\(folder)/damaged-\(now.microseconds)"
        try disk.makeFolder(target)
        for name in ["core.db-wal", "core.db-shm", "core.db"] {
            try disk.move("\(folder)/\(name)", to: "\(target)/\(name)")
        }
        disk.remove(note)
        return target
    }

    private var note: String { "\(folder)/core.db.suspect" }
}
