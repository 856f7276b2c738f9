import AgentStore
import Foundation
import Glibc
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

/// A segment whose file cannot be read: it is lost, and nothing else is.
@Suite("A segment that cannot be read")
struct UnreadableSegmentTests {
    /// Three segments of 10 readings, the second of which ends before its size.
    ///
    /// A file of sysfs does: it says that it has a page, and gives a few bytes.
    private static func bench() throws -> StoreBench {
        let bench = try StoreBench()
        let store = try bench.open()
        let power = try store.seriesOf("pump1", "power")
        for segment in 0..<3 {
            for time in 1...10 { try store.take(power, Int64(segment * 10 + time), 1) }
            try store.commit(CommitBatch(), at: bench.now)
            try store.seal(at: bench.now)
        }
        let file = bench.folder.file("segments/000000000002.seg")
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: "/sys/kernel/uevent_seqnum")
        return bench
    }

    private static func plan(segments: Int) -> RoundPlan {
        RoundPlan(
            round: 1, eventsAfter: nil, eventBytesMax: 0, eventsMax: 0, segmentsMax: segments,
            telemetryBytesMax: 1 << 20, telemetryBytesMin: 1 << 20, bytesMax: 1 << 20, takesLive: false)
    }

    @Test("is left out of a round, with a gap of what the ledger knows; the others go")
    func sync() throws {
        let bench = try Self.bench()
        let store = try bench.open()
        let contents = try store.contents(of: Self.plan(segments: 3), at: bench.now)
        #expect(contents.segments.map(\.seq) == [3, 1])
        let gap = try #require(try store.gaps().first)
        #expect(try store.gaps().count == 1)
        #expect(gap.readings == 10 && gap.reason == "DAMAGED" && gap.machine == nil)
        #expect((gap.from.microseconds, gap.to.microseconds) == (11, 20))
        #expect(store.unsentTotals.segments == 2)
        #expect(try bench.crashed().open().unsentTotals.segments == 2)
    }

    @Test("may be at the hub, so what it may have held is not taken again; other times are looked up")
    func lookup() throws {
        let bench = try Self.bench()
        let store = try bench.open()
        let power = try store.seriesOf("pump1", "power")
        #expect(try store.take(power, 15, 1) == .tooLate)
        #expect(try store.take(power, 5, 1) == .duplicate)
        #expect(try store.take(power, 25, 2) == .conflicting)
    }

    @Test("does not stop room being made")
    func eviction() throws {
        let bench = try Self.bench()
        bench.options.budgetBytes = UInt64(Double(try bench.open().disk.used) / 0.85)
        let store = try bench.open()
        for _ in 0..<8 where try store.makeRoom(at: bench.now).isSomething {}
        let lost = try store.gaps().filter { $0.reason == "DAMAGED" }
        #expect(lost.reduce(0) { $0 + $1.readings } == 10)
    }

    @Test("does not stop a start after damage")
    func salvage() throws {
        let bench = try Self.bench()
        for name in ["core.db", "core.db-wal", "core.db-shm"] { try? bench.remove(name) }
        try Data("no database at all".utf8).write(to: URL(fileURLWithPath: bench.folder.file("core.db")))
        let store = try bench.open()
        #expect(store.opening.setAside != nil)
        #expect(try store.unsentSegments(count: 9).map(\.seq) == [3, 1])
    }

    @Test("is not what an error tells that may pass")
    func errors() {
        for code in [EIO, EBADMSG, EUCLEAN, ENODATA] { #expect(DirectoryFiles.isLoss(code)) }
        for code in [EMFILE, ENFILE, ENOMEM, EINTR, EAGAIN, EACCES, EPERM, ELOOP, ENOSPC] {
            #expect(!DirectoryFiles.isLoss(code))
        }
    }

    @Test("now but may be later is not lost: the round waits, and the reading is not taken")
    func passing() throws {
        let bench = try Self.bench()
        let file = bench.folder.file("segments/000000000002.seg")
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: file)
        let store = try bench.open()
        #expect(throws: StoreError.self) { try store.contents(of: Self.plan(segments: 3), at: bench.now) }
        #expect(throws: StoreError.self) {
            try store.admit(series: try store.seriesOf("pump1", "power"), time: 15, value: 1)
        }
        #expect(try store.gaps().isEmpty && store.unsentTotals.segments == 3)
    }
}
