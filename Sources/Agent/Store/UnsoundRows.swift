internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Rows that SQLite reads without a complaint and that are not what was written, because bits changed below it.
///
/// SQLite keeps no checksums of its pages. What no row of its table can be, and a record that does not fit its chain,
/// tells that it changed; other changes are not found.
struct UnsoundRows {
    let database: Database

    /// How a row of one table is held against what may stand there.
    private struct Rule {
        let table: String
        /// The columns that name the row, and then those that are looked at.
        let key: [String]
        let columns: [String]
        let isSound: (borrowing Row) -> Bool
    }

    /// What is not sound, of all tables; nothing when all that can be told is as it was written.
    func first() throws(StoreError) -> String? {
        if let series = try unsoundSeries() { return series }
        for rule in try rules() {
            let found = try count(rule, removes: false)
            if found > 0 { return "\(found) rows of \(rule.table)" }
        }
        for log in [LogTable.events, .documents] {
            if try isBehindTheHub(log) { return "the hub has more records of \(log.name) than are here" }
            let broken = try ChainCheck(database, log).run(mends: false)
            if broken > 0 { return "\(broken) records of \(log.name) do not fit their chain" }
        }
        return nil
    }

    /// Removes what is not sound; how many rows that were, of all tables.
    ///
    /// The open window and the counted readings go with the series that they name: one is of no use without the other.
    func remove() throws(StoreError) -> Int {
        var removed = 0
        if try unsoundSeries() != nil {
            for table in ["telemetry_tail", "counted_tail", "series"] {
                try database.run("DELETE FROM \(table)")
                removed += database.changes
            }
        }
        for rule in try rules() { removed += try count(rule, removes: true) }
        for log in [LogTable.events, .documents] {
            removed += try ChainCheck(database, log).run(mends: true)
            // Nothing is known to be shared then, and the hub knows by what they were the records that it has.
            if try isBehindTheHub(log) {
                try database.prepare("DELETE FROM meta WHERE name = ?").bind(1, log.acknowledgedName).run()
                removed += 1
            }
        }
        return removed
    }

    /// Whether the newest record is older than what the hub is known to have: the newest one is never let go.
    private func isBehindTheHub(_ log: LogTable) throws(StoreError) -> Bool {
        let newest = try database.number("SELECT coalesce(max(seq), 0) FROM \(log.name)")
        let acknowledged = try MetaTable(database).cursor(log.acknowledgedName)?.seq ?? 0
        return acknowledged > UInt64(clamping: newest)
    }

    private func count(_ rule: Rule, removes: Bool) throws(StoreError) -> Int {
        let key = rule.key.joined(separator: ", ")
        let places = rule.key.map { _ in "?" }.joined(separator: ", ")
        let select = try database.prepare(
            "SELECT \(key), \(rule.columns.joined(separator: ", ")) FROM \(rule.table)")
        let delete = try database.prepare("DELETE FROM \(rule.table) WHERE (\(key)) = (\(places))")
        var found = 0
        try select.each { row throws(StoreError) in
            if rule.isSound(row) { return true }
            found += 1
            if removes { try delete.bindAll(row, columns: rule.key.count).run() }
            return true
        }
        return found
    }

    /// Series are known by their place, so that one that is missing or unreadable makes all of them useless.
    private func unsoundSeries() throws(StoreError) -> String? {
        var next: Int64 = 0
        var found: String?
        let select = try database.prepare("SELECT id, factory, machine, metric FROM series ORDER BY id")
        try select.each { row throws(StoreError) in
            let isSound =
                row.int(0) == next && MachineKey(factory: row.text(1), machine: row.text(2)) != nil
                && MetricName(row.text(3)) != nil
            if !isSound { found = "series \(next)" }
            next += 1
            return isSound
        }
        return found
    }

    private func rules() throws(StoreError) -> [Rule] {
        let series = Int(try database.number("SELECT count(*) FROM series"))
        return [
            Rule(table: "telemetry_tail", key: ["id"], columns: ["count", "body"]) { row in
                let count = Int(clamping: row.int(1))
                return row.withBytes(2) { bytes in
                    var isKnown = true
                    let isWhole = TailBlob.unpack(bytes, count: count) { index, _, _, _ in
                        if index >= series { isKnown = false }
                    }
                    return isWhole && isKnown
                }
            },
            Rule(table: "counted_tail", key: ["id"], columns: ["body"]) { row in
                CountedTail.isSound(row.bytes(1), series: series)
            },
            Rule(table: "documents", key: ["kind", "subject"], columns: ["local", "remote", "base"]) { row in
                DocumentTable.isSound(row, local: 2, others: [3, 4])
            },
            Rule(table: "conflicts", key: ["id"], columns: ["body"]) { row in
                let record = try? ConflictRecord(stored: row.bytes(1))
                return record?.conflict.id.unique.bytes == row.bytes(0)
            },
            Rule(table: "hub_commands", key: ["id"], columns: ["body", "state"]) { row in
                let order = try? CommandOrder.decode(row.bytes(1))
                return order?.id.unique.bytes == row.bytes(0) && CommandState(rawValue: row.text(2)) != nil
            },
            Rule(table: "shortfalls", key: ["factory", "machine", "hour", "kind"], columns: ["readings"]) { row in
                MachineKey(factory: row.text(0), machine: row.text(1)) != nil
                    && Shortfall.Kind(rawValue: row.int(3)) != nil
            },
            Rule(table: "segments", key: ["seq"], columns: ["digest", "state", "thinned_from"]) { row in
                Digest(bytes: row.bytes(1)) != nil && SegmentState(rawValue: row.int(2)) != nil
                    && row.bytes(3).count.isMultiple(of: 8)
            },
        ]
    }
}
