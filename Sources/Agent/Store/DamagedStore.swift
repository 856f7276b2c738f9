internal import Telemetry

/// What is done about a store whose files are damaged.
struct DamagedStore {
    let disk: any StoreDisk
    let folder: String

    /// Leaves a note for the next start, which then reads the whole file before it trusts it.
    func markSuspect() {
        disk.mark(note)
    }

    /// Reads the whole file when the last run found damage; throws `damaged` when it is, and also when damage was found
    /// again after a check that found nothing: an agent that starts and ends for ever helps nobody.
    func checkWhenSuspect(_ database: Database) throws(StoreError) {
        guard disk.size(note) != nil else { return }
        if disk.size(passed) != nil { throw .damaged("damage was found again, and a check finds none") }
        let check = try database.prepare("PRAGMA integrity_check(1)")
        let verdict = try check.first { $0.text(0) } ?? ""
        // A headline of asterisks, and then what is wrong; it goes into the audit trail, so on one line.
        guard verdict == "ok" else {
            throw .damaged(verdict.split(separator: "\n").filter { !$0.hasPrefix("***") }.joined(separator: "; "))
        }
        if let unsound = try UnsoundRows(database: database).first() { throw .damaged(unsound) }
        try disk.move(note, to: passed)
    }

    /// Looks at the write-ahead log before SQLite does, which would forget what stands behind a damaged frame of it.
    ///
    /// With the end of a connection the log goes too, so what was found is noted first; without room for the note
    /// nothing is begun.
    func checkLog() throws(StoreError) {
        guard isLogBroken || WriteAheadLog.isBrokenInside({ disk.bytes(log, from: $0, count: $1) }) else { return }
        disk.mark(broken)
        guard isLogBroken else { throw .diskFull }
        throw .damaged("the write-ahead log is damaged before transactions that were durable")
    }

    /// Whether the log was found broken; until the store is set aside.
    var isLogBroken: Bool { disk.size(broken) != nil }

    /// Moves the files of the database to a folder of their own; gives its path.
    func setAside(now: Timestamp) throws(StoreError) -> String {
        var target = "\(folder)/damaged-\(now.microseconds)"
        while disk.size("\(target)/core.db") != nil { target += "-again" }
        try disk.makeFolder(target)
        for name in ["core.db-wal", "core.db-shm", "core.db"] {
            try disk.move("\(folder)/\(name)", to: "\(target)/\(name)")
        }
        disk.remove(note)
        disk.remove(passed)
        disk.remove(broken)
        return target
    }

    private var log: String { "\(folder)/core.db-wal" }
    private var broken: String { "\(folder)/core.db.broken" }
    private var note: String { "\(folder)/core.db.suspect" }
    private var passed: String { "\(folder)/core.db.checked" }
}
