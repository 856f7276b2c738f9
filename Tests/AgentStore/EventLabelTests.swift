import AgentStore
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

/// What the hybrid clock says of the records of stream E.
@Suite("Labels of events")
struct EventLabelTests {
    private static func labels(_ store: AgentStore) throws -> [HybridTime] {
        try store.eventRecords(after: 0, countMax: 10_000, bytesMax: .max).map { try #require($0.label) }
    }

    private static func rise(_ labels: [HybridTime]) -> Bool {
        zip(labels, labels.dropFirst()).allSatisfy { $0 < $1 }
    }

    @Test("they rise over commits, restarts, clocks that are put back, and another incarnation", arguments: 1...40)
    func rise(seed: Int) throws {
        var bench = try StoreBench()
        var store = try bench.open()
        var random = SeededRandom(seed: UInt64(seed))
        for step in 0..<60 {
            switch UInt64.random(in: 0..<8, using: &random) {
            case 0: bench.now = bench.now.advanced(seconds: -86_400 * 400)
            case 1: bench.now = bench.now.advanced(seconds: 3_600)
            case 2:
                bench = try bench.crashed()
                store = try bench.open()
            case 3:
                let order = Relabelling(
                    round: 1, verdict: Verdict(kind: .relabel, code: "TOKEN_FOREIGN", message: ""),
                    hubEvents: EventCursor(seq: 0, chain: Digest(of: [])), hubDocuments: nil)
                try store.relabel(order, as: .random(using: &random), at: bench.now)
            default:
                var batch = CommitBatch()
                let count = UInt64.random(in: 1..<4, using: &random)
                batch.events = (0..<count).map { audit("\(step) \($0)", bench.now) }
                try store.commit(batch, at: bench.now)
            }
            #expect(Self.rise(try Self.labels(store)), "seed \(seed), step \(step)")
        }
    }

    @Test("an event follows what its agent had heard of the hub, though the own clock is behind")
    func cause() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        let ahead = HybridTime(at: bench.now.advanced(seconds: 120), count: 7)
        var settlement = store.settlement(segments: [])
        settlement.label = ahead
        try store.settle(settlement, at: bench.now)
        var batch = CommitBatch()
        batch.events = [audit("after it", bench.now)]
        try store.commit(batch, at: bench.now)
        #expect(try Self.labels(store) == [HybridTime(at: ahead.at, count: 8)])
    }

    @Test("what an earlier version wrote has none, and what follows has")
    func earlier() throws {
        let bench = try StoreBench()
        var batch = CommitBatch()
        batch.events = [audit("of an earlier version", bench.now)]
        do {
            let store = try bench.open()
            try store.commit(batch, at: bench.now)
            try store.forgetTotals()
        }
        let store = try bench.open()
        try store.commit(batch, at: bench.now)
        let records = try store.eventRecords(after: 0, countMax: 10, bytesMax: .max)
        #expect(records.map(\.label) == [nil, HybridTime(at: bench.now)])
    }
}
