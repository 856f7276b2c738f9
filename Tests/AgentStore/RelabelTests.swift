import AgentStore
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

@Suite("A folder that is re-labelled")
struct RelabelTests {
    /// 12 events, of which the hub is known to have 5, and the chain after each of them.
    private static func filled(_ bench: StoreBench) throws -> (AgentStore, [Digest]) {
        let store = try bench.open()
        try write(12, to: store, bench)
        var chains = [EventChain.start(of: store.incarnation)]
        for seq in 1...UInt64(12) { chains.append(try #require(try store.eventChain(at: seq))) }
        var settlement = store.settlement(segments: [])
        settlement.progress.acknowledged = EventCursor(seq: 5, chain: chains[5])
        settlement.progress.resumeToken = [7]
        try store.settle(settlement, at: bench.now)
        return (store, chains)
    }

    private static func write(_ count: Int, to store: AgentStore, _ bench: StoreBench) throws {
        var batch = CommitBatch()
        batch.events = (0..<count).map { audit("number \($0)", bench.now) }
        try store.commit(batch, at: bench.now)
    }

    private static func order(_ hub: EventCursor, code: String = "TOKEN_FOREIGN") -> Relabelling {
        Relabelling(
            round: 1, verdict: Verdict(kind: .relabel, code: code, message: ""), hubEvents: hub, hubDocuments: nil)
    }

    /// Whether the stream is what the hub takes as a new incarnation's: contiguous from 1, chained from its start.
    private static func isWhole(_ store: AgentStore) throws -> Bool {
        let records = try store.eventRecords(after: 0, countMax: 1_000, bytesMax: .max)
        let batch = EventBatch(records: records, following: EventChain.start(of: store.incarnation))
        return records.map(\.seq) == Array(1...UInt64(records.count))
            && store.eventHead == EventCursor(seq: UInt64(records.count), chain: batch.chainAfter)
    }

    @Test("keeps what the hub does not have, under new seqs and with what it was")
    func own() throws {
        let bench = try StoreBench()
        let (store, chains) = try Self.filled(bench)
        let old = store.incarnation
        let fresh = IncarnationID(UniqueID(high: 5, low: 5))
        try store.relabel(Self.order(EventCursor(seq: 9, chain: Digest(of: []))), as: fresh, at: bench.now)
        for store in [store, try bench.crashed().open()] {
            #expect(store.incarnation == fresh)
            #expect(try Self.isWhole(store))
            let records = try store.eventRecords(after: 0, countMax: 100, bytesMax: .max)
            #expect(records.count == 8)
            for (index, record) in records.dropLast().enumerated() {
                let seq = UInt64(index) + 6
                #expect(record.origins == [RecordOrigin(incarnation: old, seq: seq, chain: chains[Int(seq)])])
            }
            #expect(records.last?.origins == [])
            let progress = try store.sessionProgress()
            #expect(progress.predecessor == old)
            #expect(progress.resumeToken == [])
            #expect(progress.acknowledged == SessionProgress.fresh(fresh).acknowledged)
            #expect(try store.sessionBacklog().newestEvent == 8)
        }
        // The past is still there for those who ask by kind.
        #expect(try store.newestEvents(of: .audit, count: 100).count == 13)
        try Self.write(1, to: store, bench)
        #expect(try Self.isWhole(store))
    }

    @Test("what the hub has by its chain is not sent again, whatever was acknowledged")
    func shared() throws {
        let bench = try StoreBench()
        let (store, chains) = try Self.filled(bench)
        try store.relabel(
            Self.order(EventCursor(seq: 10, chain: chains[10])), as: IncarnationID(UniqueID(high: 5, low: 5)),
            at: bench.now)
        let records = try store.eventRecords(after: 0, countMax: 100, bytesMax: .max)
        #expect(records.dropLast().map { $0.origins.map(\.seq) } == [[11], [12]])
    }

    @Test("where nothing is proven to be shared, all that is kept goes again")
    func nothingProven() throws {
        let bench = try StoreBench()
        let (store, _) = try Self.filled(bench)
        try store.relabel(
            Self.order(EventCursor(seq: 3, chain: Digest(of: []))), as: IncarnationID(UniqueID(high: 5, low: 5)),
            at: bench.now)
        #expect(try store.eventRecords(after: 0, countMax: 100, bytesMax: .max).count == 13)
        #expect(try Self.isWhole(store))
    }

    @Test("segments that another branch may have sent are named when they are dropped, those after them not")
    func namesWhatBranched() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        func seal(_ second: Int64) throws {
            let power = try store.seriesOf("pump1", "power")
            #expect(try store.take(power, bench.now.microseconds + second * 1_000_000, 1) == .new)
            try store.commit(CommitBatch(), at: bench.now)
            try store.seal(at: bench.now)
        }
        try seal(1)
        let digest = try #require(try store.segment(1, at: bench.now)?.digest)
        let fresh = IncarnationID(UniqueID(high: 5, low: 5))
        try store.relabel(Self.order(EventCursor(seq: 0, chain: Digest(of: []))), as: fresh, at: bench.now)
        try seal(2)
        for seq in 1...2 { try bench.damage("segments/00000000000\(seq).seg") }
        for seq in [UInt64(1), 2] { #expect(try store.segment(seq, at: bench.now) == nil) }
        #expect(try store.gaps().map(\.segment) == [nil, SegmentReference(seq: 1, digest: digest)])
    }

    @Test("a second time keeps both of its earlier names")
    func twice() throws {
        let bench = try StoreBench()
        let (store, _) = try Self.filled(bench)
        let old = store.incarnation
        let first = IncarnationID(UniqueID(high: 5, low: 5))
        let foreign = Digest(of: [])
        try store.relabel(Self.order(EventCursor(seq: 9, chain: foreign)), as: first, at: bench.now)
        try store.relabel(
            Self.order(EventCursor(seq: 1, chain: foreign)), as: IncarnationID(UniqueID(high: 6, low: 6)),
            at: bench.now)
        let records = try store.eventRecords(after: 0, countMax: 100, bytesMax: .max)
        #expect(records.first?.origins.map(\.incarnation) == [old, first])
        #expect(records.first?.origins.map(\.seq) == [6, 1])
        #expect(try Self.isWhole(store))
        #expect(try store.newestEvents(of: .audit, count: 100).count == 14)
    }

    @Test("a disk that is full at any moment leaves all of it or nothing")
    func fullDisk() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        try Self.write(3_000, to: store, bench)
        let (old, head) = (store.incarnation, store.eventHead)
        let fresh = IncarnationID(UniqueID(high: 5, low: 5))
        var failures = 0
        for pages in stride(from: 1, through: 400, by: 7) where store.incarnation == old {
            try store.limitPages(to: pages)
            do {
                try store.relabel(Self.order(EventCursor(seq: 0, chain: Digest(of: []))), as: fresh, at: bench.now)
            } catch {
                #expect(error == .diskFull)
                failures += 1
                #expect(store.incarnation == old)
                #expect(store.eventHead == head)
                let after = try bench.crashed().open()
                #expect(after.incarnation == old)
                #expect(after.eventHead == head)
            }
        }
        #expect(failures > 3)
        #expect(store.incarnation == fresh)
        #expect(store.eventHead.seq == 3_001)
    }
}
