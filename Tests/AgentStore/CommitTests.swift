import AgentStore
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

@Suite("Commit and crash")
struct CommitTests {
    @Test("what was committed is there after a crash, and nothing else")
    func crash() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        let power = try store.seriesOf("pump1", "power")
        try store.take(power, 1, 10)
        var batch = CommitBatch()
        batch.events = [audit("one", bench.now)]
        batch.states = [NamedState(name: "model", body: [1, 2, 3])]
        try store.commit(batch, at: bench.now)
        try store.take(power, 2, 20)  // not committed

        let after = try bench.crashed().open()
        #expect(after.incarnation == store.incarnation)
        #expect(after.opening.replayedReadings == 1)
        #expect(try after.readings("pump1", "power", at: bench.now) == [1: [10]])
        #expect(after.eventHead == store.eventHead)
        #expect(after.eventHead.seq == 1)
        #expect(try after.state("model") == [1, 2, 3])
        #expect(try after.take(try after.seriesOf("pump1", "power"), 2, 20) == .new)
    }

    @Test("a crash at any step of sealing loses no reading and stores none twice", arguments: FaultyFiles.Step.allCases)
    func sealing(step: FaultyFiles.Step) throws {
        let bench = try StoreBench()
        let files = FaultyFiles(real: try bench.realFiles())
        let store = try bench.open(files: files)
        let power = try store.seriesOf("pump1", "power")
        for time in 1...100 { try store.take(power, Int64(time), Double(time)) }
        try store.commit(CommitBatch(), at: bench.now)
        files.failing = step
        #expect(throws: StoreError.diskFull) { try store.seal(at: bench.now) }

        let after = try bench.crashed().open()
        #expect(after.opening.replayedReadings == 100)
        while try after.sweepFiles() == nil {}
        #expect(try after.realFileCount() == 0)
        #expect(after.newestSegment == 0)
        #expect(try after.seal(at: bench.now) == 1)
        #expect(try after.readings("pump1", "power", at: bench.now).count == 100)

        files.failing = nil  // and the process that lives on can try again
        #expect(try store.seal(at: bench.now) == 1)
        #expect(try store.readings("pump1", "power", at: bench.now).values.allSatisfy { $0.count == 1 })
    }

    @Test("after sealing the tail is gone, the segment is there, and times are still known")
    func sealed() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        let power = try store.seriesOf("pump1", "power")
        let score = try store.seriesOf("pump1", "~score")
        for time in 1...50 {
            try store.take(power, Int64(time), Double(time) / 8)
            try store.take(score, Int64(time), 0.5)
        }
        try store.commit(CommitBatch(), at: bench.now)
        #expect(try store.seal(at: bench.now) == 1)
        let after = try bench.crashed().open()
        #expect(after.opening.replayedReadings == 0)
        #expect(after.unsentTotals.readings == 50)
        #expect(after.unsentTotals.derived == 50)
        let again = try after.seriesOf("pump1", "power")
        #expect(try after.admit(series: again, time: 50, value: 50.0 / 8) == .duplicate)
        #expect(try after.admit(series: again, time: 50, value: 1) == .conflicting)
        #expect(try after.admit(series: again, time: 51, value: 1) == .new)
    }

    @Test("a full disk changes nothing, and the same call works when there is room again")
    func diskFull() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        let power = try store.seriesOf("pump1", "power")
        try store.limitPages(to: 40)
        var committed = 0
        var batch = CommitBatch()
        batch.events = [audit("full", bench.now)]
        let failure = #expect(throws: StoreError.self) {
            for time in 1...1_000_000 {
                for step in 0..<100 where store.window.room > 0 {
                    try store.take(power, Int64(time * 100 + step), 1)
                }
                try store.commit(batch, at: bench.now)
                committed = store.window.committed
            }
        }
        #expect(failure == .diskFull)
        #expect(store.window.committed == committed)
        #expect(store.window.count > committed)
        let head = store.eventHead
        #expect(try bench.crashed().open().opening.replayedReadings == committed)
        try store.limitPages(to: 1 << 30)
        try store.commit(batch, at: bench.now)
        #expect(store.eventHead.seq == head.seq + 1)
        #expect(try bench.crashed().open().opening.replayedReadings == store.window.count)
    }

    @Test("events are numbered and chained without a hole over restarts")
    func chain() throws {
        let bench = try StoreBench()
        for round in 0..<3 {
            let store = try bench.open()
            var batch = CommitBatch()
            batch.events = (0..<4).map { audit("round \(round), \($0)", bench.now) }
            try store.commit(batch, at: bench.now)
        }
        let store = try bench.open()
        let records = try store.eventRecords(after: 0, countMax: 100, bytesMax: 1 << 20)
        #expect(records.map(\.seq) == Array(1...12))
        var chain = EventChain.start(of: store.incarnation)
        for record in records { chain = EventChain.next(previous: chain, record: record) }
        #expect(store.eventHead == EventCursor(seq: 12, chain: chain))
        #expect(try store.eventRecords(after: 10, countMax: 100, bytesMax: 1).map(\.seq) == [11])
        #expect(try store.eventRecords(after: 3, countMax: 2, bytesMax: 1 << 20).map(\.seq) == [4, 5])
    }

    @Test("two agents never work on one folder")
    func lock() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        #expect(throws: StoreError.folderInUse(bench.folder.path)) { try bench.open() }
        withExtendedLifetime(store) {}
    }

    @Test("machines, quarantine and states are kept")
    func kept() throws {
        let bench = try StoreBench()
        bench.options.quarantineCountMax = 5
        let store = try bench.open()
        let key = try #require(MachineKey(factory: "north", machine: "pump1"))
        var batch = CommitBatch()
        batch.machines = [
            MachineRecord(
                key: key, profile: "pump@1", status: .maintenance, isOnline: true, firstSeen: bench.now,
                lastSeen: bench.now)
        ]
        batch.quarantined = (0..<9).map { number in
            withBytes(of: "payload \(number)") { bytes in
                QuarantinedMessage(
                    time: bench.now, reason: "PAYLOAD_NOT_JSON", detail: "\(number)", topic: bytes, payload: bytes)
            }
        }
        try store.commit(batch, at: bench.now)
        let after = try bench.crashed().open()
        #expect(try after.machines() == batch.machines)
        #expect(try after.newestQuarantined(count: 100).map(\.detail) == ["8", "7", "6", "5", "4"])
    }

    private func withBytes<Result>(of text: String, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Array(text.utf8).withUnsafeBytes(body)
    }
}
