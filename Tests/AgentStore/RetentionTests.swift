import AgentStore
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

@Suite("Outbox and room")
struct RetentionTests {
    private func filled(_ store: AgentStore, segments: Int, _ bench: StoreBench) throws {
        let power = try store.seriesOf("pump1", "power")
        var random = SeededRandom(seed: 3)
        for segment in 0..<segments {
            for step in 0..<500 { try store.take(power, Int64(segment * 1_000 + step), random.unit()) }
            try store.commit(CommitBatch(), at: bench.now)
            try store.seal(at: bench.now)
        }
    }

    @Test("segments are sent newest first, and are what was sealed")
    func newestFirst() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        try filled(store, segments: 5, bench)
        #expect(try store.unsentSegments(count: 3).map(\.seq) == [5, 4, 3])
        let record = try #require(try store.segment(4, at: bench.now))
        #expect(record.digest == Digest(of: record.payload))
        #expect(record.readings == 500 && record.firstTime == 3_000 && record.lastTime == 3_499)
        #expect(try store.backlog().readings == 2_500)
        try store.settle(
            store.settlement(segments: [
                .init(seq: 5, kind: .stored), .init(seq: 3, kind: .deferred), .init(seq: 2, kind: .collision),
            ]),
            at: bench.now)
        #expect(try store.unsentSegments(count: 9).map(\.seq) == [4, 3, 1])
        let after = try bench.crashed().open()
        #expect(try after.backlog() == store.backlog())
        #expect(try after.sessionBacklog() == store.sessionBacklog())
    }

    @Test("without any room, what the hub has goes first; then the oldest telemetry, and the gap is said")
    func noRoom() throws {
        let bench = try StoreBench()
        let files = FaultyFiles(real: try bench.realFiles())
        bench.options.freeBytesMin = 1 << 20
        let store = try bench.open(files: files)
        try filled(store, segments: 40, bench)
        try store.settle(store.settlement(segments: (11...14).map { .init(seq: $0, kind: .stored) }), at: bench.now)
        #expect(try store.makeRoom(at: bench.now).segmentsDeleted == 0)
        files.free = 0
        let thinning = try store.makeRoom(at: bench.now, sparing: [2])
        #expect(thinning.segmentsDeleted == 4 && thinning.segmentsReplaced > 0)
        var (dropped, thinned) = (thinning.readingsDropped, thinning.readingsThinned)
        for _ in 0..<4 {
            let made = try store.makeRoom(at: bench.now, sparing: [2])
            dropped += made.readingsDropped
            thinned += made.readingsThinned
        }
        #expect(try store.unsentSegments(count: 100).map(\.seq) == [2])
        #expect(dropped + thinned + store.unsentTotals.readings == 36 * 500)
        #expect(try store.segment(2, at: bench.now) != nil)
        #expect(try store.segment(1, at: bench.now) == nil)
        let gaps = try store.gaps()
        #expect(gaps.filter { $0.reason == "DROPPED" }.reduce(0) { $0 + $1.readings } == dropped)
        #expect(gaps.filter { $0.reason == "THINNED" }.reduce(0) { $0 + $1.readings } == thinned)
        #expect(try store.wrongSums() == nil)
        #expect(gaps.allSatisfy { $0.machine?.machine == "pump1" && $0.segment == nil })
    }

    @Test("events are kept until the hub has them, and for their time after that")
    func events() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        var batch = CommitBatch()
        batch.events = (0..<10).map { audit("\($0)", bench.now) }
        try store.commit(batch, at: bench.now)
        let later = bench.now.advanced(seconds: 31 * 86_400)
        _ = try store.makeRoom(at: later)
        #expect(try store.sessionBacklog().oldestKeptEvent == 1)
        let chain = try #require(try store.eventChain(at: 6))
        var settlement = store.settlement(segments: [])
        settlement.progress.acknowledged = EventCursor(seq: 6, chain: chain)
        settlement.progress.resumeToken = [9, 9]
        try store.settle(settlement, at: bench.now)
        _ = try store.makeRoom(at: bench.now)
        #expect(try store.sessionBacklog().oldestKeptEvent == 1)
        _ = try store.makeRoom(at: later)
        #expect(try store.sessionBacklog().oldestKeptEvent == 7)
        let after = try bench.crashed().open()
        #expect(try after.sessionProgress() == settlement.progress)
        #expect(try after.backlog().events == 4)
    }

    @Test("a segment whose file is damaged or gone is struck off, and the gap is said", arguments: [true, false])
    func damagedSegment(isGone: Bool) throws {
        let bench = try StoreBench()
        let store = try bench.open()
        try filled(store, segments: 2, bench)
        try isGone ? bench.remove("segments/000000000001.seg") : bench.damage("segments/000000000001.seg")
        #expect(try store.segment(1, at: bench.now) == nil)
        #expect(try store.newestEvents(of: .gap, count: 9).count == 1)
        #expect(try store.unsentSegments(count: 9).map(\.seq) == [2])
    }

    @Test("a store of a newer program is refused and left alone")
    func newerSchema() throws {
        let bench = try StoreBench()
        do {
            let store = try bench.open()
            try store.pretendSchema(99)
        }
        let error = #expect(throws: StoreError.self) { try bench.open() }
        #expect(error?.code == "STORE_SCHEMA_TOO_NEW")
    }
}
