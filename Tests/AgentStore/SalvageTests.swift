import AgentStore
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

    private static func isWhole(_ store: AgentStore) throws -> Bool {
        let records = try store.eventRecords(after: 0, countMax: 1_000, bytesMax: .max)
        let batch = EventBatch(records: records, following: EventChain.start(of: store.incarnation))
        return records.map(\.seq) == Array(1...UInt64(records.count)) && store.eventHead.chain == batch.chainAfter
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
        FileManager.default.createFile(atPath: folder.file("core.db.suspect"), contents: Data()) ? () : ()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: folder.file("core.db")))
        defer { try? file.close() }
        try Self.breakFreeList(file)
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
