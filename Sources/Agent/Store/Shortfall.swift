internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Readings that devices were told are taken and that no segment holds, because the disk has no room for them.
///
/// Their numbers are written with the commit after which devices are told, so that a gap manifest can account for each
/// of them whatever happens; what is folded of them is in memory until it is sealed.
final class Shortfall {
    /// What became of readings.
    enum Kind: Int64 {
        /// Judged, and not stored.
        case notRecorded = 0
        /// In an aggregate in memory.
        case folded = 1
        /// They were in an aggregate that a crash has lost.
        case lost = 2

        /// The word in the gap manifest.
        var reason: String {
            switch self {
            case .notRecorded: "NOT_RECORDED"
            case .folded: "THINNED"
            case .lost: "AGGREGATES_LOST"
            }
        }
    }

    struct Key: Hashable {
        let machine: MachineKey
        let hour: Int64
        let kind: Kind
    }

    struct Row {
        var first: Int64
        var last: Int64
        var readings: Int64
    }

    private(set) var rows: [Key: Row] = [:]
    private(set) var fold = MinuteFold()
    private var changed: Set<Key> = []
    private let insert: Statement
    private let remove: Statement

    /// Reads back what a process before left; its aggregates are gone.
    init(_ database: Database) throws(StoreError) {
        insert = try database.prepare(
            """
            INSERT OR REPLACE INTO shortfalls (factory, machine, hour, kind, first_time, last_time, readings)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """)
        remove = try database.prepare(
            "DELETE FROM shortfalls WHERE factory = ? AND machine = ? AND hour = ? AND kind = ?")
        let select = try database.prepare(
            "SELECT factory, machine, hour, kind, first_time, last_time, readings FROM shortfalls")
        try select.each { row throws(StoreError) in
            guard let machine = MachineKey(factory: row.text(0), machine: row.text(1)),
                let kind = Kind(rawValue: row.int(3))
            else { throw select.damage("a row of readings that are not stored") }
            let known = Key(machine: machine, hour: row.int(2), kind: kind)
            let key = Key(machine: machine, hour: row.int(2), kind: kind == .folded ? .lost : kind)
            add(key, Row(first: row.int(4), last: row.int(5), readings: row.int(6)))
            // Both rows change with the next commit, or another crash would leave neither.
            if key != known { changed.formUnion([known, key]) }
            return true
        }
    }

    /// Whether something is to be written with the next commit.
    var isChanged: Bool { !changed.isEmpty }

    /// Counts a reading, and folds it when it may be.
    func take(
        _ entry: SeriesTable.Entry, _ index: SeriesIndex, time: Int64, value: Double, quality: UInt8, mayFold: Bool
    ) {
        let isFolded =
            mayFold && MetricAggregate.count.name(of: entry.metric) != nil
            && fold.add(index, time: time, value: value, quality: quality)
        let hour: Int64 = 3_600_000_000
        let key = Key(machine: entry.machine, hour: time / hour, kind: isFolded ? .folded : .notRecorded)
        add(key, Row(first: time, last: time, readings: 1))
        changed.insert(key)
    }

    /// Whether a time may be that of a reading that was counted here.
    func covers(_ machine: MachineKey, _ time: Int64) -> Bool {
        rows.contains { $0.key.machine == machine && $0.value.first <= time && time <= $0.value.last }
    }

    /// Writes what changed; to be called in a transaction, and `noteWritten` after it.
    func write() throws(StoreError) {
        for key in changed {
            if let row = rows[key] {
                try insert.bind(1, key.machine.factory).bind(2, key.machine.machine).bind(3, key.hour)
                    .bind(4, key.kind.rawValue).bind(5, row.first).bind(6, row.last).bind(7, row.readings).run()
            } else {
                try remove.bind(1, key.machine.factory).bind(2, key.machine.machine).bind(3, key.hour)
                    .bind(4, key.kind.rawValue).run()
            }
        }
    }

    /// Takes over what `write` wrote, once its transaction is durable.
    func noteWritten() {
        changed.removeAll(keepingCapacity: true)
    }

    /// The manifests of some kinds, and the latest time among their readings.
    func manifests(of kinds: [Kind], at now: Timestamp) -> (gaps: [GapManifest], times: [ClosedRange<Int64>]) {
        var gaps: [GapManifest] = []
        for kind in kinds {
            var tally = GapTally()
            for (key, row) in rows where key.kind == kind {
                tally.add(key.machine, from: row.first, to: row.last, readings: UInt64(clamping: row.readings))
            }
            gaps += tally.manifests(reason: kind.reason, thinnedToSeconds: kind == .folded ? 60 : nil, at: now)
        }
        return (
            gaps,
            rows.filter { kinds.contains($0.key.kind) }.map { $0.value.first...max($0.value.first, $0.value.last) }
        )
    }

    /// Deletes the rows of some kinds, which manifests stand for now; in the transaction that appends these.
    func settle(_ kinds: [Kind]) throws(StoreError) {
        for key in rows.keys where kinds.contains(key.kind) {
            try remove.bind(1, key.machine.factory).bind(2, key.machine.machine).bind(3, key.hour)
                .bind(4, key.kind.rawValue).run()
        }
    }

    /// Forgets the rows of some kinds, once their manifests are durable.
    func noteSettled(_ kinds: [Kind]) {
        rows = rows.filter { !kinds.contains($0.key.kind) }
        changed = changed.filter { !kinds.contains($0.kind) }
        if kinds.contains(.folded) { fold.removeAll() }
    }

    private func add(_ key: Key, _ row: Row) {
        guard let known = rows[key] else {
            rows[key] = row
            return
        }
        rows[key] = Row(
            first: min(known.first, row.first), last: max(known.last, row.last), readings: known.readings + row.readings
        )
    }
}
