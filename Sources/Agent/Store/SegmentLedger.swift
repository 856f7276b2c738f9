internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// What became of a sealed segment.
enum SegmentState: Int64 {
    case unsent = 0
    case acknowledged = 1
    /// The hub will not take it: a collision or its quarantine. Kept as evidence until the room is needed.
    case refused = 2
    /// The file is gone; the row stays, so that a seq is never given twice.
    case deleted = 3
}

/// One row for each segment ever sealed; the readings are in its file.
final class SegmentLedger {
    struct Entry {
        var seq: UInt64
        var digest: Digest
        var readings: UInt64
        var derived: UInt64
        var firstTime: Int64
        var lastTime: Int64
        var bytes: Int64
        var level = ThinningLevel.sealed
        /// The segments that it stands for.
        var thinnedFrom: [UInt64] = []
        /// Whether it was sent and no answer has said what became of it.
        var isOffered = false
    }

    /// A segment that went from one state to another.
    struct Move {
        fileprivate var from: SegmentState
        fileprivate var to: SegmentState
        fileprivate var sums: SegmentTotals
        fileprivate var firstTime: Int64
    }

    /// The newest segment ever sealed; 0 when there is none.
    private(set) var newestSeq: UInt64

    /// Sums over the segments whose file is there, by state: what is durable, kept along with each change.
    ///
    /// Summing them up anew, at a round or a start, would cost an agent with a long backlog a walk through all of it.
    private(set) var totals: [SegmentState: SegmentTotals]

    private let insert: Statement
    private let change: Statement
    private let newestFirst: StatementsByState
    private let oldestFirst: StatementsByState
    private let one: Statement
    private let covering: Statement
    private let filed: Statement
    private let earliest: Statement
    private var unsentSince: EarliestTime = .unknown
    private let forget: Statement
    private let freeByLevel: Statement
    private let offeredOnes: Statement
    private let offering: Statement
    private let levelling: Statement

    init(_ database: Database) throws(StoreError) {
        let known = planted(.segmentSeqReused) ? " WHERE state < 3" : ""
        newestSeq = UInt64(clamping: try database.number("SELECT coalesce(max(seq), 0) FROM segments\(known)"))
        totals = try Self.keptTotals(database)
        insert = try database.prepare(
            """
            INSERT INTO segments
                (seq, digest, readings, derived, first_time, last_time, bytes, state, sealed_at, changed_at, level,
                thinned_from)
            VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?8, ?8, ?9, ?10)
            """)
        change = try database.prepare("UPDATE segments SET state = ?2, changed_at = ?3 WHERE seq = ?1")
        let columns = "seq, digest, readings, derived, first_time, last_time, bytes, level, thinned_from, offered"
        newestFirst = StatementsByState(database) { state in
            "SELECT \(columns) FROM segments WHERE state = \(state) ORDER BY last_time DESC, seq DESC LIMIT ?"
        }
        oldestFirst = StatementsByState(database) { state in
            "SELECT \(columns) FROM segments WHERE state = \(state) ORDER BY last_time, seq LIMIT ?"
        }
        one = try database.prepare("SELECT \(columns), state FROM segments WHERE seq = ?")
        covering = try database.prepare(
            "SELECT \(columns) FROM segments WHERE state < 3 AND last_time >= ?1 AND first_time <= ?1"
        )
        filed = try database.prepare("SELECT count(*) FROM segments WHERE seq = ? AND state < 3")
        // The indexes are named, because the planner takes the one by state and so reads the row of each that waits.
        earliest = try database.prepare(
            "SELECT min(first_time) FROM segments INDEXED BY segments_unsent_by_first WHERE state = 0")
        freeByLevel = try database.prepare(
            """
            SELECT \(columns) FROM segments INDEXED BY segments_unsent_by_level
            WHERE state = 0 AND offered = 0 AND level = ? ORDER BY last_time LIMIT ?
            """)
        offeredOnes = try database.prepare(
            """
            SELECT \(columns) FROM segments INDEXED BY segments_unsent_by_level
            WHERE state = 0 AND offered = 1 ORDER BY last_time LIMIT ?
            """)
        offering = try database.prepare("UPDATE segments SET offered = ?2 WHERE seq = ?1")
        levelling = try database.prepare("UPDATE segments SET level = ?2 WHERE seq = ?1")
        forget = try database.prepare(
            "SELECT \(columns) FROM segments WHERE state = 1 AND changed_at < ? ORDER BY seq LIMIT ?")
    }

    func add(_ entry: Entry, at now: Timestamp) throws(StoreError) {
        try insert.bind(1, Int64(entry.seq)).bind(2, entry.digest.bytes).bind(3, Int64(clamping: entry.readings))
            .bind(4, Int64(clamping: entry.derived)).bind(5, entry.firstTime).bind(6, entry.lastTime)
            .bind(7, entry.bytes).bind(8, now.microseconds).bind(9, entry.level.rawValue)
            .bind(10, Self.packed(entry.thinnedFrom)).run()
    }

    /// Notes that a segment is about to be sent, or that it certainly did not arrive.
    func setOffered(_ seq: UInt64, _ isOffered: Bool) throws(StoreError) {
        try offering.bind(1, Int64(clamping: seq)).bind(2, isOffered ? 1 : 0).run()
    }

    /// Notes that a segment has no more to give at a level, so that it is not tried again.
    func setLevel(_ seq: UInt64, _ level: ThinningLevel) throws(StoreError) {
        try levelling.bind(1, Int64(clamping: seq)).bind(2, level.rawValue).run()
    }

    /// Takes over a segment that `add` wrote, once its transaction is durable.
    func noteAdded(_ entry: Entry) {
        newestSeq = entry.seq
        totals[.unsent, default: SegmentTotals()].add(SegmentTotals(entry))
        unsentSince.add(entry.firstTime)
    }

    /// Gives a segment another state.
    ///
    /// Nothing when it is not there, has it already or is deleted; otherwise what `noteMoved` is to be told once the
    /// transaction is durable.
    func move(_ seq: UInt64, to state: SegmentState, at now: Timestamp) throws(StoreError) -> Move? {
        guard let (entry, from) = try entry(seq), from != state, from != .deleted else { return nil }
        try change.bind(1, Int64(clamping: seq)).bind(2, state.rawValue).bind(3, now.microseconds).run()
        return Move(from: from, to: state, sums: SegmentTotals(entry), firstTime: entry.firstTime)
    }

    /// Takes over what `move` wrote, once its transaction is durable.
    func noteMoved(_ moves: [Move]) {
        for move in moves {
            totals[move.from, default: SegmentTotals()].remove(move.sums)
            if move.from == .unsent { unsentSince.remove(move.firstTime) }
            if move.to == .unsent { unsentSince.add(move.firstTime) }
            if move.to != .deleted { totals[move.to, default: SegmentTotals()].add(move.sums) }
        }
    }

    /// The earliest time in any unsent segment.
    ///
    /// Looked for again only after the segment that had it went: a backlog is sent newest first. An index would cost
    /// each seal two pages more.
    func earliestUnsent() throws(StoreError) -> Timestamp? {
        if case .known(let time) = unsentSince { return time.map { Timestamp(microseconds: $0) } }
        let time = try earliest.first { $0.intOrNil(0) } ?? nil
        unsentSince = .known(time)
        return time.map { Timestamp(microseconds: $0) }
    }

    func newest(_ state: SegmentState, count: Int) throws(StoreError) -> [Entry] {
        try entries(try newestFirst.statement(state).bind(1, count))
    }

    func oldest(_ state: SegmentState, count: Int) throws(StoreError) -> [Entry] {
        try entries(try oldestFirst.statement(state).bind(1, count))
    }

    /// The oldest unsent segments of each level, and the oldest that were sent without an answer; oldest first.
    func evictable(count: Int) throws(StoreError) -> [Entry] {
        var found = try entries(try offeredOnes.bind(1, count))
        for level in ThinningLevel.allCases {
            found += try entries(try freeByLevel.bind(1, level.rawValue).bind(2, count))
        }
        return found.sorted { ($0.lastTime, $0.seq) < ($1.lastTime, $1.seq) }
    }

    /// Segments that the hub has had since before `moment`, oldest first.
    func acknowledged(before moment: Timestamp, count: Int) throws(StoreError) -> [Entry] {
        try entries(try forget.bind(1, moment.microseconds).bind(2, count))
    }

    /// Segments whose file is there and whose times enclose a moment.
    func covering(_ time: Int64) throws(StoreError) -> [Entry] {
        try entries(try covering.bind(1, time))
    }

    func entry(_ seq: UInt64) throws(StoreError) -> (entry: Entry, state: SegmentState)? {
        try one.bind(1, Int64(clamping: seq)).first { row in
            (Entry(row), SegmentState(rawValue: row.int(10)) ?? .deleted)
        }
    }

    /// Whether the file of a segment is to be there.
    func hasFile(_ seq: UInt64) throws(StoreError) -> Bool {
        try filed.bind(1, Int64(clamping: seq)).first { $0.int(0) > 0 } ?? false
    }

    /// The sums that triggers of the database keep along, of the states in which a segment has a file.
    static func keptTotals(_ database: Database) throws(StoreError) -> [SegmentState: SegmentTotals] {
        try totals(database, "SELECT state, segments, readings, derived, bytes FROM segment_totals")
    }

    /// The same out of all segments, which takes longer the more there are.
    static func summedTotals(_ database: Database) throws(StoreError) -> [SegmentState: SegmentTotals] {
        let sums = "count(*), coalesce(sum(readings), 0), coalesce(sum(derived), 0), coalesce(sum(bytes), 0)"
        return try totals(database, "SELECT state, \(sums) FROM segments WHERE state < 3 GROUP BY state")
    }

    private static func totals(
        _ database: Database, _ sql: String
    ) throws(StoreError) -> [SegmentState: SegmentTotals] {
        var totals: [SegmentState: SegmentTotals] = [:]
        try database.prepare(sql).each { row throws(StoreError) in
            guard let state = SegmentState(rawValue: row.int(0)) else { return true }
            totals[state] = SegmentTotals(
                segments: UInt64(clamping: row.int(1)), readings: UInt64(clamping: row.int(2)),
                derived: UInt64(clamping: row.int(3)), bytes: UInt64(clamping: row.int(4)))
            return true
        }
        return totals
    }

    private static func packed(_ seqs: [UInt64]) -> [UInt8] {
        seqs.flatMap { seq in (0..<8).map { UInt8(truncatingIfNeeded: seq >> UInt64(56 - 8 * $0)) } }
    }

    private func entries(_ statement: Statement) throws(StoreError) -> [Entry] {
        var entries: [Entry] = []
        try statement.each { row throws(StoreError) in
            entries.append(Entry(row))
            return true
        }
        return entries
    }
}

extension SegmentLedger.Entry {
    init(_ row: borrowing Row) {
        seq = UInt64(clamping: row.int(0))
        // A digest of another length cannot match any file; the file is then treated as damaged, which it may be.
        digest = Digest(bytes: row.bytes(1)) ?? Digest(of: [])
        readings = UInt64(clamping: row.int(2))
        derived = UInt64(clamping: row.int(3))
        firstTime = row.int(4)
        lastTime = row.int(5)
        bytes = row.int(6)
        level = ThinningLevel(rawValue: Int(row.int(7))) ?? .sealed
        let packed = row.bytes(8)
        thinnedFrom = stride(from: 0, to: packed.count - 7, by: 8).map { start in
            packed[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
        isOffered = row.int(9) != 0
    }

    /// The name of the segment's file.
    var file: String { SegmentName.file(seq) }
}

extension SegmentTotals {
    /// What one segment adds to the sums.
    fileprivate init(_ entry: SegmentLedger.Entry) {
        self.init(
            segments: 1, readings: entry.readings, derived: entry.derived, bytes: UInt64(clamping: entry.bytes))
    }
}
