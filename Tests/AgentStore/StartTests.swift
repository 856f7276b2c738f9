import AgentStore
import Foundation
import Runtime
import Telemetry
import TestKit
import Testing

/// What a start leaves for later, and what it does not add up again.
@Suite("a start of the store")
struct StartTests {
    private func filled(segments: Int) throws -> StoreBench {
        let bench = try StoreBench()
        let store = try bench.open()
        let power = try store.seriesOf("pump1", "power")
        for segment in 1...segments {
            for time in 1...10 { try store.take(power, Int64(segment * 100 + time), Double(time)) }
            try store.commit(CommitBatch(), at: bench.now)
            #expect(try store.seal(at: bench.now) == UInt64(segment))
        }
        return bench
    }

    private func make(_ name: String, in bench: StoreBench) {
        let made = FileManager.default.createFile(
            atPath: "\(bench.folder.path)/segments/\(name)", contents: Data([1, 2, 3]))
        #expect(made)
    }

    @Test("strays go a few at a time, while segments are sealed; what is listed stays")
    func strays() throws {
        let bench = try filled(segments: 20)
        for seq in 900...915 { make("000000000\(seq).seg", in: bench) }
        make("000000000021.seg.new", in: bench)
        make("note.txt", in: bench)
        let store = try bench.open()
        #expect(try store.realFileCount() == 38, "a start does not walk through them")
        let power = try store.seriesOf("pump1", "power")
        var removed: Int?
        var time: Int64 = 10_000
        while removed == nil {
            removed = try store.sweepFiles(count: 3)
            time += 1
            try store.take(power, time, 1)
            try store.commit(CommitBatch(), at: bench.now)
            _ = try store.seal(at: bench.now)
        }
        #expect(removed == 18)
        #expect(try store.realFileCount() == Int(store.newestSegment))
        #expect(try store.sweepFiles() == nil, "it is told once")
        let found = try store.readings("pump1", "power", at: bench.now)
        #expect(found.count == 200 + Int(time - 10_000) && found.values.allSatisfy { $0.count == 1 })
    }

    @Test("the sums over a backlog are those of its segments, after a crash too")
    func sums() throws {
        let bench = try filled(segments: 7)
        let store = try bench.crashed().open()
        #expect(store.unsentTotals.segments == 7 && store.unsentTotals.readings == 70)
        #expect(try store.wrongSums() == nil)
    }

    @Test("a store of a version before the sums were kept has them after its first start")
    func migrated() throws {
        let bench = try filled(segments: 5)
        try bench.open().forgetTotals()
        let store = try bench.open()
        #expect(store.unsentTotals.segments == 5 && store.unsentTotals.readings == 50)
        #expect(try store.wrongSums() == nil)
    }
}
