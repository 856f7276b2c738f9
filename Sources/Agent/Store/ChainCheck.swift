internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Holds each record of a strict stream against the running digest that was kept with it.
///
/// A record is known to have changed when neither it fits the digest before it nor its own digest is what the next
/// record goes on from. A digest that changed is told from a record that changed by the record after it.
struct ChainCheck {
    private let database: Database
    private let log: LogTable
    private let delete: Statement
    private let setChain: Statement

    /// One record, and the digest after it by the one before.
    private struct Suspect {
        let seq: UInt64
        let kept: Digest
        let computed: Digest
    }

    init(_ database: Database, _ log: LogTable) throws(StoreError) {
        self.database = database
        self.log = log
        delete = try database.prepare("DELETE FROM \(log.name) WHERE seq = ?")
        setChain = try database.prepare("UPDATE \(log.name) SET chain = ?2 WHERE seq = ?1")
    }

    /// How many records do not fit; with `mends`, what changed is removed, and a digest that changed is set right.
    ///
    /// A record that has its seq in another incarnation does not fit either, and stays: a re-labelling, which follows
    /// each mending, names it by what it was.
    ///
    /// A record that follows a hole can only be held against what the hub is known to have; another counts as sound.
    func run(mends: Bool) throws(StoreError) -> Int {
        let select = try database.prepare(
            "SELECT \(EventRecord.columns), chain, life FROM \(log.name) WHERE seq > 0 ORDER BY seq")
        let name = try MetaTable(database).bytes("incarnation").flatMap { UniqueID(bytes: $0) }.map(IncarnationID.init)
        var before = name.map { SessionProgress.start(of: $0, log.stream) }
        let acknowledged = try MetaTable(database).cursor(log.acknowledgedName)
        var suspect: Suspect?
        var broken = 0
        try select.each { row throws(StoreError) in
            let record = EventRecord(row)
            let kept = Digest(bytes: row.bytes(6))
            if let name, let life = UniqueID(bytes: row.bytes(7)), IncarnationID(life) != name {
                // It has its seq in another incarnation, and no place in this chain; a re-labelling knows it by that.
                if mends, let known = suspect { try settle(known, isRecordChanged: true) }
                if !mends { broken += 1 }
                (suspect, before) = (nil, nil)
                return true
            }
            if let known = suspect, known.seq + 1 == record.seq {
                let isRecordChanged = EventChain.next(previous: known.computed, record: record) != kept
                if mends { try settle(known, isRecordChanged: isRecordChanged) }
                suspect = nil
                before = EventCursor(seq: known.seq, chain: isRecordChanged ? known.kept : known.computed)
            } else if let known = suspect {
                if mends { try settle(known, isRecordChanged: true) }
                suspect = nil
            }
            var computed = before.flatMap {
                $0.seq + 1 == record.seq ? EventChain.next(previous: $0.chain, record: record) : nil
            }
            if let acknowledged, acknowledged.seq == record.seq { computed = acknowledged.chain }
            if let computed, computed != kept {
                broken += 1
                suspect = Suspect(seq: record.seq, kept: kept ?? computed, computed: computed)
            }
            before = kept.map { EventCursor(seq: record.seq, chain: $0) }
            return true
        }
        if mends, let suspect { try settle(suspect, isRecordChanged: true) }
        return broken
    }

    private func settle(_ suspect: Suspect, isRecordChanged: Bool) throws(StoreError) {
        if isRecordChanged {
            try delete.bind(1, Int64(suspect.seq)).run()
        } else {
            try setChain.bind(1, Int64(suspect.seq)).bind(2, suspect.computed.bytes).run()
        }
    }
}
