import AgentStore
import CSQLite
import Foundation
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

@Suite("A damaged database")
struct SalvageTests {
    /// Two sealed segments of 10 readings, 3 readings that are not sealed, and 30 events of which the hub has 4.
    @discardableResult
    private static func fill(_ bench: StoreBench) throws -> IncarnationID {
        let store = try bench.open()
        let power = try store.seriesOf("pump1", "power")
        for segment in 0..<2 {
            for time in 1...10 { try store.take(power, Int64(segment * 10 + time), 1) }
            try store.commit(CommitBatch(), at: bench.now)
            try store.seal(at: bench.now)
        }
        for time in 21...23 { try store.take(power, Int64(time), 2) }
        var batch = CommitBatch()
        batch.events = (0..<30).map { audit("number \($0)", bench.now) }
        batch.states = [NamedState(name: "model", body: [1, 2, 3])]
        try store.commit(batch, at: bench.now)
        var settlement = store.settlement(segments: [SegmentOutcome(seq: 1, kind: .stored)])
        settlement.progress.acknowledged = EventCursor(seq: 4, chain: try #require(try store.eventChain(at: 4)))
        try store.settle(settlement, at: bench.now)
        return store.incarnation
    }

    /// 30 events a part, and all of it in the file of the database.
    private static func addEvents(_ bench: StoreBench, parts: Int) throws {
        let store = try bench.open()
        for part in 0..<parts {
            var batch = CommitBatch()
            batch.events = (0..<30).map { audit("part \(part) number \($0)", bench.now) }
            try store.commit(batch, at: bench.now)
        }
    }

    /// By what name under an incarnation the records are known that are not at the hub.
    private static func ownSeqs(_ store: AgentStore, of old: IncarnationID) throws -> [UInt64] {
        try store.eventRecords(after: 0, countMax: 1_000, bytesMax: .max).compactMap { record in
            record.origins.first { $0.incarnation == old }?.seq
        }
    }

    private static func isWhole(_ store: AgentStore) throws -> Bool {
        let records = try store.eventRecords(after: 0, countMax: 1_000, bytesMax: .max)
        let batch = EventBatch(records: records, following: EventChain.start(of: store.incarnation))
        return records.map(\.seq) == Array(1...UInt64(records.count)) && store.eventHead.chain == batch.chainAfter
    }

    @Test("whose records are those of an earlier incarnation names them as what they are")
    func otherName() throws {
        let bench = try StoreBench()
        try Self.addEvents(bench, parts: 1)
        let old: IncarnationID
        let first: EventRecord
        let chain: Digest
        do {
            let store = try bench.open()
            old = store.incarnation
            first = try #require(try store.eventRecords(after: 0, countMax: 1, bytesMax: .max).first)
            chain = try #require(try store.eventChain(at: 1))
            try store.pretendName(IncarnationID(UniqueID(high: 6, low: 6)))
        }
        do {
            // They do not fit the chain of the name that the file goes by.
            let store = try bench.open()
            #expect(throws: StoreError.self) { try store.eventRecords(after: 0, countMax: 100, bytesMax: .max) }
        }
        let store = try bench.open()
        #expect(store.opening.setAside != nil)
        #expect(try Self.isWhole(store))
        let origins = try store.eventRecords(after: 0, countMax: 100, bytesMax: .max).prefix(30).map(\.origins)
        #expect(origins.first == [RecordOrigin(incarnation: old, seq: first.seq, chain: chain)])
        #expect(origins.map { $0.map(\.incarnation) } == Array(repeating: [old], count: 30))
        #expect(origins.map { $0.map(\.seq) } == (1...30).map { [$0] })
    }

    @Test("that can be read but for one thing carries on as a new incarnation with all that is its own")
    func readable() throws {
        let bench = try StoreBench()
        let old = try Self.fill(bench)
        try bench.corruptIndex()
        let store = try bench.open()
        #expect(store.opening.setAside != nil)
        #expect(store.incarnation != old)
        #expect(try store.sessionProgress().predecessor == old)
        #expect(try Self.isWhole(store))
        let records = try store.eventRecords(after: 0, countMax: 100, bytesMax: .max)
        #expect(records.filter { $0.origins.first?.incarnation == old }.map { $0.origins[0].seq } == Array(5...30))
        #expect(try store.unsentSegments(count: 9).map(\.seq) == [2])
        #expect(try store.readings("pump1", "power", at: bench.now).count == 23)
        #expect(try store.state("model") == [1, 2, 3])
        let after = try bench.crashed().open()
        #expect(after.incarnation == store.incarnation)
        #expect(after.opening.setAside == nil)
    }

    @Test("whose own name is on the damaged page still knows it, so that the hub knows its records again")
    func nameless() throws {
        let bench = try StoreBench()
        let old = try Self.fill(bench)
        try bench.overwritePage(with: "hub.resume-token")
        let store = try bench.open()
        #expect(store.opening.setAside != nil)
        let records = try store.eventRecords(after: 0, countMax: 100, bytesMax: .max)
        #expect(records.filter { $0.origins.first?.incarnation == old }.map { $0.origins[0].seq } == Array(1...30))
        #expect(try Self.isWhole(store))
    }

    @Test("with a page of records destroyed goes on with the records before and after it, each known by what it was")
    func pageOfRecords() throws {
        let bench = try StoreBench()
        let old = try Self.fill(bench)
        try Self.addEvents(bench, parts: 10)
        try bench.overwritePage(with: "part 5 number 15")
        let store = try bench.open()
        #expect(store.opening.setAside != nil)
        let own = try Self.ownSeqs(store, of: old)
        #expect(own.first == 5 && own.last == 330 && own.count < 326 && own.count > 200)
        #expect(try Self.isWhole(store))
    }

    @Test("with a changed bit in a record does not send it, and the next start goes on without that record alone")
    func changedRecord() throws {
        let bench = try StoreBench()
        let old = try Self.fill(bench)
        try Self.addEvents(bench, parts: 2)
        try bench.change("part 1 number 7", to: "part 1 number 8")
        try {
            let store = try bench.open()
            #expect(throws: StoreError.damaged("record 68 of events does not fit its chain")) {
                try store.eventRecords(after: 4, countMax: 1_000, bytesMax: .max)
            }
        }()
        let store = try bench.open()
        #expect(store.opening.setAside?.what.contains("1 rows were not what was written") == true)
        #expect(try Self.ownSeqs(store, of: old) == Array(5...67) + Array(69...90))
        #expect(try Self.isWhole(store))
    }

    @Test("whose newest records are gone shares nothing that it knows of, and sends all under what they were")
    func behindTheHub() throws {
        let bench = try StoreBench()
        let old = try Self.fill(bench)
        try {
            let store = try bench.open()
            var settlement = store.settlement(segments: [])
            settlement.progress.acknowledged = EventCursor(seq: 37, chain: Digest(of: [1]))
            try store.settle(settlement, at: bench.now)
        }()
        let store = try bench.open()
        #expect(store.opening.setAside?.what.contains("the hub has 37 records of events, and 30 are here") == true)
        #expect(store.opening.setAside?.isBare == false)
        #expect(try Self.ownSeqs(store, of: old) == Array(1...30))
        #expect(try Self.isWhole(store))
        #expect(try bench.crashed().open().opening.setAside == nil)
    }

    @Test("with an open window whose series are lost goes on without it")
    func windowWithoutSeries() throws {
        let bench = try StoreBench()
        try Self.fill(bench)
        try bench.overwritePage(with: "pump1power")
        let store = try bench.open()
        #expect(store.opening.setAside?.isBare == false)
        #expect(store.window.count == 0)
        #expect(try store.unsentSegments(count: 9).map(\.seq) == [2])
    }

    @Test("of which even what can be read is of no use keeps its name and its segments, and both databases aside")
    func ofNoUse() throws {
        let bench = try StoreBench()
        let old = try Self.fill(bench)
        // More readings than the open window can ever hold, each of them sound.
        for _ in 0..<16 {
            try bench.run("INSERT INTO telemetry_tail (count, body) SELECT count, body FROM telemetry_tail")
        }
        let store = try bench.open()
        let aside = try #require(store.opening.setAside)
        #expect(aside.isBare)
        #expect(try store.sessionProgress().predecessor == old)
        #expect(try store.state("model") == nil)
        #expect(store.window.count == 0)
        #expect(try store.unsentSegments(count: 9).map(\.seq).sorted() == [1, 2])
        #expect(try Self.isWhole(store))
        let kept = try FileManager.default.contentsOfDirectory(atPath: bench.folder.path)
        #expect(kept.count { $0.hasPrefix("damaged-") } == 2)
        #expect(try bench.crashed().open().opening.setAside == nil)
    }

    @Test("that is damaged once more in a way that no check finds is set aside all the same")
    func damagedAgain() throws {
        let bench = try StoreBench()
        try Self.fill(bench)
        bench.noteDamage()
        #expect(try bench.open().opening.setAside == nil)
        bench.noteDamage()
        let store = try bench.open()
        #expect(store.opening.setAside?.what.contains("damage was found again") == true)
        #expect(try Self.isWhole(store))
        #expect(try bench.crashed().open().opening.setAside == nil)
    }

    @Test("that cannot be read at all leaves the segments, and says what is lost")
    func unreadable() throws {
        let bench = try StoreBench()
        let old = try Self.fill(bench)
        try bench.remove("core.db-wal", ifThere: true)
        try bench.damage("core.db")
        let store = try bench.open()
        #expect(store.incarnation != old)
        let aside = try #require(store.opening.setAside)
        #expect(aside.what.contains("2 segments were known by their files alone"))
        #expect(try store.unsentSegments(count: 9).map(\.seq).sorted() == [1, 2])
        #expect(try Self.isWhole(store))
        #expect(FileManager.default.fileExists(atPath: "\(aside.movedTo)/core.db"))
        try store.take(try store.seriesOf("pump1", "power"), 99, 3)
        try store.commit(CommitBatch(), at: bench.now)
        #expect(try store.seal(at: bench.now) == 3)
    }
}

extension StoreBench {
    /// Takes rows out of an index behind its table's back, so that the file is sound to read but not to trust.
    func corruptIndex() throws {
        noteDamage()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: folder.file("core.db")))
        defer { try? file.close() }
        try Self.breakFreeList(file)
    }

    /// Runs a statement behind the store's back.
    func run(_ sql: String) throws {
        var handle: OpaquePointer?
        defer { sqlite3_close_v2(handle) }
        try #require(sqlite3_open(folder.file("core.db"), &handle) == SQLITE_OK)
        try #require(sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK)
    }

    /// What a run that found damage leaves.
    func noteDamage() {
        _ = FileManager.default.createFile(atPath: folder.file("core.db.suspect"), contents: Data())
    }

    /// Destroys the page of the database on which a text stands.
    func overwritePage(with text: String) throws {
        let url = URL(fileURLWithPath: folder.file("core.db"))
        var bytes = try Data(contentsOf: url)
        let found = try #require(bytes.range(of: Data(text.utf8)))
        let start = found.lowerBound / 4_096 * 4_096
        bytes.replaceSubrange(start..<start + 4_096, with: Data(repeating: 0xA5, count: 4_096))
        try bytes.write(to: url)
    }

    /// Changes some bytes where a text stands first.
    func change(_ text: String, to other: String) throws {
        let url = URL(fileURLWithPath: folder.file("core.db"))
        var bytes = try Data(contentsOf: url)
        let found = try #require(bytes.range(of: Data(text.utf8)))
        bytes.replaceSubrange(found, with: Data(other.utf8))
        try bytes.write(to: url)
    }

    /// A count of free pages that is not true: an integrity check finds it, and nothing else is touched.
    private static func breakFreeList(_ file: FileHandle) throws {
        try file.seek(toOffset: 36)
        try file.write(contentsOf: Data([0, 0, 0, 9]))
    }

    func remove(_ name: String, ifThere: Bool) throws {
        guard !ifThere || FileManager.default.fileExists(atPath: folder.file(name)) else { return }
        try remove(name)
    }
}
