internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Makes a new database out of what can still be read of a damaged one.
///
/// `salvage.db` is built beside it, and takes its place only when it is whole: a crash before that leaves the damaged
/// one where it was, and the next start begins again. Files of segments stay where they are.
struct Salvage {
    /// What came of it, for the record.
    struct Report {
        var tables: [String] = []
        var unsound = 0
        var segmentsFound = 0

        var text: String {
            let read = tables.isEmpty ? "nothing of the database could be read" : tables.joined(separator: ", ")
            let found = segmentsFound == 0 ? "" : "; \(segmentsFound) segments were known by their files alone"
            let changed = unsound == 0 ? "" : "; \(unsound) rows were not what was written"
            return "salvaged: \(read)\(changed)\(found)"
        }
    }

    /// How much of the old database is taken.
    enum Extent {
        /// All that can be read and is sound.
        case everything
        /// The incarnation's name, for a database of which nothing else turned out usable.
        case name
    }

    let place: AgentStore.Place
    let files: any StoreFiles

    /// Whether what can be read is of several moments: SQLite has forgotten transactions, not all of each.
    private var isBehind: Bool { place.damage.isLogBroken }

    private var path: String { place.path("salvage.db") }

    /// Builds the new database; throws only for what the new one meets, never for what the old one does.
    func build(_ extent: Extent, placeholder: IncarnationID, at now: Timestamp) throws(StoreError) -> Report {
        for suffix in ["", "-wal", "-shm"] { place.disk.remove(path + suffix) }
        let database = try Database(path: path, fileSystem: place.disk.fileSystem)
        try Schema.migrate(database)
        var report = Report()
        try database.transaction { () throws(StoreError) in
            if let old = try? Database(path: place.path("core.db"), fileSystem: place.disk.fileSystem) {
                for table in try Self.tables(of: database) where extent == .everything || table == "states" {
                    guard let copied = try copy(table, from: old, to: database) else { continue }
                    if copied.rows > 0 {
                        report.tables.append("\(table) \(copied.rows)\(copied.isWhole ? "" : " of more")")
                    }
                }
            }
            if extent == .name {
                try database.prepare("DELETE FROM states WHERE name <> ?").bind(1, Self.nameState).run()
            }
            report.unsound = try UnsoundRows(database: database).remove()
            report.segmentsFound = try addUnlisted(to: database, at: now)
            if isBehind { try dropDoubled(in: database) }
            let meta = try MetaTable(database)
            let newest = try database.number("SELECT coalesce(max(last_time), \(Int64.min)) FROM segments")
            try meta.set(Self.newestLost, max(newest, try meta.number(Self.newestLost) ?? .min))
            if try meta.bytes("incarnation").flatMap({ UniqueID(bytes: $0) }) == nil {
                let second = try StateTable(database).body(Self.nameState).flatMap { UniqueID(bytes: $0) }
                try meta.set("incarnation", (second ?? placeholder.unique).bytes)
            }
            try meta.set(Self.mark, [1])
        }
        _ = try database.number("PRAGMA wal_checkpoint(TRUNCATE)")
        return report
    }

    /// Puts the new database in the place of the damaged one, which is kept; gives the path of its folder.
    func replace(at now: Timestamp) throws(StoreError) -> String {
        let kept = try place.damage.setAside(now: now)
        try Self.finish(place)
        return kept
    }

    /// Carries on where a crash came between the two moves.
    static func finish(_ place: AgentStore.Place) throws(StoreError) {
        guard place.disk.size(place.path("core.db")) == nil, place.disk.size(place.path("salvage.db")) != nil else {
            return
        }
        for suffix in ["-wal", "-shm", ""] {
            try place.disk.move(place.path("salvage.db") + suffix, to: place.path("core.db") + suffix)
        }
    }

    /// In `meta` of a database that was salvaged and is not re-labelled yet.
    static let mark = "salvaged"

    /// In `meta`: up to when series may have readings in segments although their rows, which may be lost or older, do
    /// not say so; a reading that is not newer is looked up.
    static let newestLost = "series.newest-lost"

    /// In `states`: the incarnation a second time, because `meta` may be what is damaged.
    static let nameState = "incarnation"

    /// The tables to be copied: not the sums over segments, which follow from the rows that can be read.
    private static func tables(of database: Database) throws(StoreError) -> [String] {
        var names: [String] = []
        let listing = try database.prepare(
            """
            SELECT name FROM sqlite_master
            WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'segment_totals' ORDER BY name
            """)
        try listing.each { row throws(StoreError) in
            names.append(row.text(0))
            return true
        }
        return names
    }

    /// Copies the rows that can be read, from the first on and then from the last; nothing when the table cannot be
    /// read at all.
    private func copy(
        _ table: String, from old: Database, to fresh: Database
    ) throws(StoreError) -> (rows: Int, isWhole: Bool)? {
        let known = Set((try? Self.columns(of: table, old)) ?? [])
        let columns = try Self.columns(of: table, fresh).filter { known.contains($0) }
        if columns.isEmpty { return nil }
        let names = columns.joined(separator: ", ")
        let places = columns.map { _ in "?" }.joined(separator: ", ")
        let insert = try fresh.prepare("INSERT OR IGNORE INTO \(table) (\(names)) VALUES (\(places))")
        var rows = 0
        for order in ["", " ORDER BY 1 DESC"] {
            guard let select = try? old.prepare("SELECT \(names) FROM \(table)\(order)") else { continue }
            let end = try Self.pour(select, into: insert, columns: columns.count, fresh, &rows)
            if end { return (rows, true) }
        }
        return (rows, false)
    }

    /// True when the rows came to their end, false when the old database failed.
    private static func pour(
        _ select: Statement, into insert: Statement, columns: Int, _ fresh: Database, _ rows: inout Int
    ) throws(StoreError) -> Bool {
        var failure: StoreError?
        do {
            try select.each { row throws(StoreError) in
                do throws(StoreError) {
                    try insert.bindAll(row, columns: columns).run()
                    rows += fresh.changes
                    return true
                } catch {
                    failure = error
                    return false
                }
            }
        } catch {
            return false
        }
        if let failure { throw failure }
        return true
    }

    private static func columns(of table: String, _ database: Database) throws(StoreError) -> [String] {
        var names: [String] = []
        try database.prepare("PRAGMA table_info(\(table))").each { row throws(StoreError) in
            names.append(row.text(1))
            return true
        }
        return names
    }

    /// Lists files of segments that no row tells of.
    ///
    /// One that was made out of others is left out where rows that came back list these still. Those past the newest
    /// row hold what the open window holds as well, unless that is lost, or older than they are.
    private func addUnlisted(to database: Database, at now: Timestamp) throws(StoreError) -> Int {
        let ledger = try SegmentLedger(database)
        let sealed = SealedReadings(files: files, ledger: ledger)
        let hasTail = try database.number("SELECT count(*) FROM telemetry_tail") > 0
        var found = 0
        for name in try files.names() {
            guard let seq = SegmentName.seq(name), try ledger.entry(seq) == nil,
                !hasTail || isBehind || seq <= ledger.newestSeq, let bytes = try files.read(name),
                let content = try? SegmentCodec.decode(bytes), let range = content.timeRange
            else { continue }
            if isBehind, try sealed.holdsAny(of: content) { continue }
            try ledger.add(
                SegmentLedger.Entry(
                    seq: seq, digest: Digest(of: bytes), readings: UInt64(content.measuredReadings),
                    derived: UInt64(content.derivedReadings), firstTime: range.lowerBound, lastTime: range.upperBound,
                    bytes: Int64(bytes.count)), at: now)
            found += 1
        }
        return found
    }

    /// Takes out of the open window what segments hold.
    ///
    /// Sealing moves readings in one transaction; where half of one is forgotten they are in both.
    private func dropDoubled(in database: Database) throws(StoreError) {
        let (tail, series) = (try TailTable(database), SeriesTable(limit: .max))
        let (doubled, window) = (OpenWindow(), OpenWindow())
        try tail.load(into: doubled, series: series)
        let sealed = SealedReadings(files: files, ledger: try SegmentLedger(database))
        for place in 0..<doubled.count {
            let (index, time) = (SeriesIndex(doubled.series[place]), doubled.times[place])
            if case .value = try sealed.finding(of: series.entries[index], at: time) { continue }
            window.append(
                series: index, time: time, value: doubled.values[place], quality: doubled.qualities[place],
                isDerived: series.isDerived(index))
        }
        if window.count < doubled.count { try tail.replace(by: window, series: series) }
    }
}
