import AgentStore
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

@Suite("What waits of events and documents")
struct BacklogTests {
    private static let press = machineDocument("press-1")

    private static func alert(_ number: UInt64, at moment: Timestamp) throws -> EventPayload {
        .alert(
            Alert(
                id: AlertID(UniqueID(high: 1, low: number)),
                machine: try required(MachineKey(factory: "north", machine: "pump1")), kind: .temperature, metric: nil,
                severity: .critical, state: .unacknowledgedActive, revision: 1, value: 1, limit: 1, message: "hot",
                raisedAt: moment, changedAt: moment, returnedAt: nil))
    }

    private static func write(_ events: [EventPayload], _ store: AgentStore, _ bench: StoreBench) throws {
        var batch = CommitBatch()
        batch.events = events
        try store.commit(batch, at: bench.now)
    }

    /// The hub has all records of stream E up to one.
    private static func acknowledge(_ seq: UInt64, _ store: AgentStore, _ bench: StoreBench) throws {
        var settlement = store.settlement(segments: [])
        settlement.progress.acknowledged = EventCursor(seq: seq, chain: try required(store.eventChain(at: seq)))
        try store.settle(settlement, at: bench.now)
    }

    private static func bytes(_ store: AgentStore, after seq: UInt64) throws -> UInt64 {
        try store.eventRecords(after: seq, countMax: .max, bytesMax: .max).reduce(0) { $0 + UInt64($1.payload.count) }
    }

    @Test("a backlog of events alone has bytes and an age, also after acknowledgements, a hub that went back, a start")
    func events() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        let start = bench.now
        for number in 0..<30 {
            try Self.write((0...number).map { audit("\(number) \($0)", bench.now) }, store, bench)
            bench.now = bench.now.advanced(seconds: 60)
        }
        func check(_ store: AgentStore, from seq: UInt64) throws {
            let backlog = try store.backlog()
            #expect(try backlog.bytes == Self.bytes(store, after: seq) && backlog.bytes > 0)
            #expect(try backlog.oldestAt != nil && store.wrongSums() == nil)
        }
        try check(store, from: 0)
        #expect(try store.backlog().oldestAt == start)
        try Self.acknowledge(100, store, bench)
        try check(store, from: 100)
        try Self.acknowledge(40, store, bench)
        try check(store, from: 40)
        try check(try bench.crashed().open(), from: 40)
        try Self.write([audit("one more", bench.now)], store, bench)
        try check(try bench.crashed().open(), from: 40)
        try Self.acknowledge(store.eventHead.seq, store, bench)
        #expect(try store.backlog().bytes == 0 && store.backlog().oldestAt == nil)
        #expect(try bench.crashed().open().backlog().bytes == 0)
    }

    @Test("a document that waits has bytes and an age")
    func documents() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        var batch = CommitBatch()
        batch.documents = [
            DocumentEdit(
                key: Self.press,
                fields: [
                    FieldEdit(path: path("notes"), value: .text("loud"), actor: "ada", authority: .operator)
                ])
        ]
        try store.commit(batch, at: bench.now)
        try Self.acknowledge(store.eventHead.seq, store, bench)
        #expect(try store.backlog().bytes == 0)
        let plan = RoundPlan(
            round: 1, eventsAfter: nil, eventBytesMax: 0, eventsMax: 0, documentsAfter: 0, documentBytesMax: 1 << 20,
            documentsMax: 9, segmentsMax: 0, telemetryBytesMax: 0, telemetryBytesMin: 0, bytesMax: 1 << 20,
            takesLive: false)
        let contents = try store.contents(of: plan, at: bench.now)
        let sealed = contents.documents.reduce(0) { $0 + UInt64($1.payload.count) }
        #expect(try sealed > 0 && store.backlog().bytes == sealed && store.backlog().oldestAt == bench.now)
        #expect(try bench.crashed().open().backlog() == store.backlog())
        #expect(try store.wrongSums() == nil)
    }

    @Test("a critical event presses after a start however much came after it", arguments: [false, true])
    func oldCritical(isOlderVersion: Bool) throws {
        let bench = try StoreBench()
        let store = try bench.open()
        try Self.write([audit("first", bench.now), try Self.alert(1, at: bench.now)], store, bench)
        let some = (0..<1_000).map { audit("\($0)", bench.now) }
        for _ in 0..<11 { try Self.write(some, store, bench) }
        if isOlderVersion { try store.forgetSums() }
        let after = try bench.crashed()
        for _ in 0..<2 {
            let store = try after.open()
            #expect(try store.sessionBacklog().newestCriticalEvent == 2)
            #expect(try store.wrongSums() == nil)
        }
        try Self.acknowledge(2, store, bench)
        try Self.write([try Self.alert(2, at: bench.now)], store, bench)
        let last = try bench.crashed().open()
        #expect(try last.sessionBacklog().newestCriticalEvent == store.eventHead.seq && last.wrongSums() == nil)
    }
}
