internal import SyncCore
internal import SyncWire
package import Telemetry

/// What only tests ask for.
extension AgentStore {
    /// Lets the core file grow no further than a number of pages, as a full disk would.
    ///
    /// Gives what it may have, which is no less than it has.
    @discardableResult
    package func limitPages(to count: Int) throws(StoreError) -> Int {
        Int(try database.number("PRAGMA max_page_count = \(count)"))
    }

    /// Makes the file look as if a newer program had written it.
    package func pretendSchema(_ version: Int) throws(StoreError) {
        try database.run("PRAGMA user_version = \(version)")
    }

    /// Has the file go by another name than its records do, as a disk that lied may leave it.
    package func pretendName(_ name: IncarnationID) throws(StoreError) {
        try meta.set("incarnation", name.unique.bytes)
        try states.put([NamedState(name: Salvage.nameState, body: name.unique.bytes)])
        try meta.set(LogTable.events.acknowledgedName, SessionProgress.start(of: name, .events))
        try database.run("DELETE FROM lives")
    }

    /// Makes the database one of the version before the sums over segments were kept.
    package func forgetTotals() throws(StoreError) {
        for trigger in ["added", "moved", "removed"] { try database.run("DROP TRIGGER segment_\(trigger)") }
        try database.run("DROP TABLE segment_totals")
        try database.run("DROP INDEX segments_unsent_by_first")
        for log in [LogTable.events, .documents] {
            for column in ["label", "life"] { try database.run("ALTER TABLE \(log.name) DROP COLUMN \(column)") }
        }
        try database.run("PRAGMA user_version = 6")
    }

    /// Makes the database one of a version that kept no sums of what waits of the streams.
    package func forgetSums() throws(StoreError) {
        try database.run("DELETE FROM meta WHERE name IN ('events.sums', 'documents.sums')")
    }

    /// Says that the round of the last `contents` did not arrive.
    package func withdrawLastOffer() throws(StoreError) {
        try withdrawOffers()
    }

    /// The unsent segment with the newest readings.
    package func newestSealed() throws(StoreError) -> UInt64? {
        try ledger.newest(.unsent, count: 1).first?.seq
    }

    /// Whether the sums that are kept along, in memory and in the database, are those of its segments; what they are
    /// if not.
    package func wrongSums() throws(StoreError) -> String? {
        func told(_ totals: [SegmentState: SegmentTotals], since: Int64?) -> String {
            let some = totals.filter { $0.value != SegmentTotals() }.sorted { $0.key.rawValue < $1.key.rawValue }
            return "\(some), unsent since \(since ?? 0)"
        }
        let since = try database.prepare("SELECT min(first_time) FROM segments WHERE state = 0").first {
            $0.intOrNil(0)
        }
        let found = told(try SegmentLedger.summedTotals(database), since: since ?? nil)
        let inMemory = told(ledger.totals, since: try ledger.earliestUnsent()?.microseconds)
        let kept = told(try SegmentLedger.keptTotals(database), since: since ?? nil)
        for log in [events, documentLog] { if let wrong = try log.wrongSums() { return wrong } }
        return inMemory == found && kept == found ? nil : "kept \(inMemory) and \(kept), of the segments \(found)"
    }

    /// How many files of segments there are, whole or not.
    package func realFileCount() throws(StoreError) -> Int {
        try files.names().count
    }
}

extension EventLog {
    /// Whether what is kept along of the backlog is what the table has.
    func wrongSums() throws(StoreError) -> String? {
        let name = table.name
        let waiting = "FROM \(name) WHERE seq > \(acknowledged.seq)"
        let bytes = try database.number("SELECT coalesce(sum(length(payload)), 0) \(waiting)")
        let critical = try database.number("SELECT coalesce(max(seq), 0) \(waiting) AND priority = 2")
        if unsentBytes != UInt64(clamping: bytes) {
            return "\(name): kept \(unsentBytes) bytes, of the records \(bytes)"
        }
        let known = newestCritical > acknowledged.seq ? newestCritical : 0
        return known == UInt64(clamping: critical) ? nil : "\(name): critical \(known), of the records \(critical)"
    }
}

extension OpenWindow {
    /// All readings, in the order of their arrival.
    package func all() -> [(series: Int, time: Int64, value: Double)] {
        (0..<count).map { (Int(series[$0]), times[$0], values[$0]) }
    }
}
