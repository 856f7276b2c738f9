import AgentStore
import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

@Suite("Byte budget")
struct EvictionTests {
    /// A segment of `count` seconds of one reading a second of some machines.
    @discardableResult
    private func seal(
        _ store: AgentStore, _ bench: StoreBench, machines: [String] = ["pump1"], count: Int = 600,
        random: inout SeededRandom
    ) throws -> Int {
        var taken = 0
        for machine in machines {
            let power = try store.seriesOf(machine, "power")
            for _ in 0..<count {
                let time = max(bench.now.microseconds, store.series.newestTime(power) + 1_000_000)
                if try store.take(power, time, random.unit()) == .new { taken += 1 }
            }
        }
        bench.now = bench.now.advanced(seconds: Double(count))
        try store.commit(CommitBatch(), at: bench.now)
        try store.seal(at: bench.now)
        return taken
    }

    /// A bench whose budget is a few segments.
    private func small(_ bytes: UInt64) throws -> StoreBench {
        let bench = try StoreBench()
        bench.options.budgetBytes = bytes
        bench.options.eventDays = 1_000
        return bench
    }

    /// A store of some segments whose budget is such that it is full to a part.
    private func filled(
        to part: Double, segments: Int, machines: [String] = ["pump1"], alert: EventPayload? = nil, seed: UInt64
    ) throws -> (bench: StoreBench, produced: Int) {
        var random = SeededRandom(seed: seed)
        let bench = try small(1 << 30)
        var produced = 0
        do {
            let store = try bench.open()
            var batch = CommitBatch()
            if let alert { batch.events = [alert] }
            try store.commit(batch, at: bench.now.advanced(seconds: 900))
            for _ in 0..<segments { produced += try seal(store, bench, machines: machines, random: &random) }
        }
        bench.options.budgetBytes = UInt64(Double(try bench.open().disk.used) / part)
        return (bench, produced)
    }

    @Test("a long outage: within the budget, no event lost, every reading accounted for", arguments: 1...2)
    func outage(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var bench = try small(360_000)
        var store = try bench.open()
        var produced = 0
        var eventsWritten: UInt64 = 0
        var atHub: UInt64 = 0
        for step in 0..<200 {
            produced += try seal(store, bench, machines: ["pump1", "press1"], random: &random)
            var batch = CommitBatch()
            batch.events = [audit("step \(step)", bench.now)]
            try store.commit(batch, at: bench.now)
            eventsWritten += 1
            for _ in 0..<4 where try store.makeRoom(at: bench.now).isSomething {}
            #expect(store.disk.used <= bench.options.budgetBytes, "seed \(seed), step \(step): \(store.disk)")
            #expect(try store.wrongSums() == nil)
            if random.unit() < 0.03 {  // a short contact: what is newest gets through
                let newest = try store.unsentSegments(count: 2)
                for segment in newest { atHub += try store.segment(segment.seq, at: bench.now)?.readings ?? 0 }
                let outcomes = newest.map { SegmentOutcome(seq: $0.seq, kind: .stored) }
                try store.settle(store.settlement(segments: outcomes), at: bench.now)
            }
            if random.unit() < 0.05 {
                bench = try bench.crashed()
                store = try bench.open()
            }
        }
        let gaps = try store.gaps()
        let missing = gaps.reduce(0) { $0 + $1.readings }
        #expect(UInt64(produced) == atHub + missing + store.readingsHere, "seed \(seed)")
        #expect(gaps.contains { $0.thinnedToSeconds == 60 } && gaps.contains { $0.thinnedToSeconds == 900 })
        #expect(store.eventHead.seq == eventsWritten + UInt64(gaps.count))
        let records = try store.eventRecords(after: 0, countMax: 100_000, bytesMax: 1 << 30)
        #expect(UInt64(records.count) == store.eventHead.seq)
        // The newest readings are whole, the oldest thinned.
        #expect(try store.unsentSegments(count: 1).first?.seq == store.newestSealed())
    }

    @Test("a crash at any step of thinning leaves the originals or the new one", arguments: FaultyFiles.Step.allCases)
    func crash(step: FaultyFiles.Step) throws {
        let (bench, produced) = try filled(to: 0.85, segments: 40, seed: 4)
        let files = FaultyFiles(real: try bench.realFiles())
        let store = try bench.open(files: files)
        let segments = try store.unsentSegments(count: 1_000)
        files.failing = step
        #expect(throws: StoreError.diskFull) { try store.makeRoom(at: bench.now) }
        let after = try bench.crashed().open()
        #expect(try after.unsentSegments(count: 1_000) == segments)
        #expect(try after.unsentTotals.readings == UInt64(produced) && after.gaps().isEmpty)

        files.failing = nil
        let made = try store.makeRoom(at: bench.now)
        #expect(made.segmentsReplaced > 0)
        let crashed = try bench.crashed().open()
        #expect(try UInt64(produced) == crashed.readingsHere + crashed.gaps().reduce(0) { $0 + $1.readings })
        while try crashed.sweepFiles() == nil {}
        #expect(try crashed.realFileCount() == crashed.unsentSegments(count: 1_000).count)
    }

    @Test("a segment that the hub may have is spared, and named when it must be dropped")
    func offered() throws {
        let (bench, _) = try filled(to: 0.85, segments: 40, seed: 5)
        let store = try bench.open()
        let all = try store.unsentSegments(count: 1_000)
        let plan = RoundPlan(
            round: 1, eventsAfter: nil, eventBytesMax: 0, eventsMax: 0, segmentsMax: all.count,
            telemetryBytesMax: 1 << 20, telemetryBytesMin: 1 << 20, bytesMax: 1 << 20, takesLive: false)
        #expect(try store.contents(of: plan, at: bench.now).segments.count == all.count)
        let after = try bench.crashed().open()  // the mark outlives a crash
        #expect(try after.makeRoom(at: bench.now).segmentsReplaced == 0)
        #expect(try after.unsentSegments(count: 1_000) == all)

        let full = try bench.crashed()
        full.options.freeBytesMin = 1
        let pressed = try full.open(files: FaultyFiles(real: try full.realFiles(), free: 0))
        let made = try pressed.makeRoom(at: bench.now)
        #expect(made.segmentsDropped > 0)
        let gaps = try pressed.gaps()
        #expect(gaps.count >= made.segmentsDropped && gaps.allSatisfy { $0.segment?.digest != nil })
        #expect(gaps.allSatisfy { $0.reason == "DROPPED" })
        #expect(gaps.reduce(0) { $0 + $1.readings } == made.readingsDropped)

        try store.withdrawLastOffer()  // the round certainly did not arrive
        #expect(try store.makeRoom(at: bench.now).segmentsReplaced > 0)
    }

    @Test(
        "of a large fleet each machine is told what it lost, thinned and dropped, and no other",
        arguments: [0.91, 0.96])
    func fleet(part: Double) throws {
        var random = SeededRandom(seed: 10)
        let bench = try small(1 << 30)
        let fleet = (0..<150).map { "m\($0)" }
        let store = try bench.open()
        for _ in 0..<6 { try seal(store, bench, machines: fleet, count: 60, random: &random) }
        try seal(store, bench, machines: ["pump1"], count: 3, random: &random)
        let full = try bench.crashed()
        full.options.freeBytesMin = 1
        let files = FaultyFiles(real: try full.realFiles())
        let pressed = try full.open(files: files)
        var told: UInt64 = 0
        for _ in 0..<4 {
            files.free = UInt64(Double(pressed.disk.used) * (1 - part) / part)
            let made = try pressed.makeRoom(at: bench.now)
            told += made.readingsThinned + made.readingsDropped
        }
        var lost: [String: UInt64] = [:]
        for gap in try pressed.gaps() { lost[try #require(gap.machine?.machine), default: 0] += gap.readings }
        #expect(told > 0)
        #expect(lost.values.reduce(0, +) == told)
        lost["pump1"] = nil  // the newest goes last, and has three readings
        #expect(Set(lost.keys) == Set(fleet) && Set(lost.values).count == 1)
    }

    @Test("readings around an alert of their machine stay as they are")
    func alerts() throws {
        let start = try StoreBench().now
        let alert = Alert(
            id: AlertID(UniqueID(high: 1, low: 1)),
            machine: try #require(MachineKey(factory: "north", machine: "pump1")),
            kind: .temperature, metric: nil, severity: .critical, state: .unacknowledgedActive, revision: 1, value: 1,
            limit: 1, message: "hot", raisedAt: start.advanced(seconds: 900), changedAt: start.advanced(seconds: 900),
            returnedAt: nil)
        let (bench, produced) = try filled(
            to: 0.9, segments: 20, machines: ["pump1", "press1"], alert: .alert(alert), seed: 6)
        let store = try bench.open()
        while try store.makeRoom(at: bench.now).isSomething {}
        let whole = try store.readings("pump1", "power", at: bench.now).keys
        let window = (300...1_500).map { start.advanced(seconds: Double($0)).microseconds }
        #expect(window.allSatisfy { whole.contains($0) })
        let other = try store.readings("press1", "power", at: bench.now).keys
        let left = window.filter { other.contains($0) }.count
        #expect(left == 0)
        #expect(try UInt64(produced) == store.readingsHere + store.gaps().reduce(0) { $0 + $1.readings })
    }

    /// Has a new store find its disk at 96 %.
    private func press(_ store: AgentStore, _ files: FaultyFiles, _ bench: StoreBench) throws {
        // Twice: what the core file does not need, the log of its first transactions, is given back by the first.
        for _ in 0..<2 {
            files.free = store.disk.used / 24
            _ = try store.makeRoom(at: bench.now)
        }
    }

    @Test("at 95 % only aggregates are stored, at 97 % nothing but events; each reading is accounted for")
    func modes() throws {
        var random = SeededRandom(seed: 8)
        let bench = try small(1 << 30)
        let files = FaultyFiles(real: try bench.realFiles())
        bench.options.freeBytesMin = 1
        let store = try bench.open(files: files)
        try press(store, files, bench)
        #expect(store.mode == .aggregates)
        var produced = try seal(store, bench, count: 180, random: &random)
        #expect(store.window.count == 0 && store.newestSegment == 0)
        #expect(try bench.crashed().open().gaps().isEmpty)

        let lost = try bench.crashed()  // a crash loses the aggregates, and says so
        let after = try lost.open()
        try after.commit(CommitBatch(), at: bench.now)
        try after.flushShortfall(at: bench.now)
        #expect(try after.gaps().map(\.reason) == ["AGGREGATES_LOST"])
        #expect(try after.gaps().reduce(0) { $0 + $1.readings } == UInt64(produced))

        try store.flushShortfall(at: bench.now)
        #expect(try store.gaps().allSatisfy { $0.reason == "THINNED" && $0.thinnedToSeconds == 60 })
        #expect(store.newestSegment == 1 && store.unsentTotals.readings == 0)
        #expect(try !store.readings("pump1", "~mean.power", at: bench.now).isEmpty)
        files.free = 0
        _ = try store.makeRoom(at: bench.now, sparing: [1])
        #expect(store.mode == .eventsOnly)
        var batch = CommitBatch()
        batch.events = [audit("still written", bench.now)]
        try store.commit(batch, at: bench.now)
        produced += try seal(store, bench, count: 60, random: &random)
        files.free = 1 << 40
        _ = try store.makeRoom(at: bench.now)
        #expect(store.mode == .all)
        try store.flushShortfall(at: bench.now)
        produced += try seal(store, bench, count: 60, random: &random)
        let gaps = try store.gaps()
        #expect(Set(gaps.map(\.reason)) == ["THINNED", "NOT_RECORDED"])
        #expect(UInt64(produced) == store.readingsHere + gaps.reduce(0) { $0 + $1.readings })
    }

    @Test("what was only counted is known when it comes again, also after two crashes, and is counted once")
    func countedOnce() throws {
        let bench = try small(1 << 30)
        let files = FaultyFiles(real: try bench.realFiles())
        bench.options.freeBytesMin = 1
        let store = try bench.open(files: files)
        try press(store, files, bench)
        let power = try store.seriesOf("pump1", "power")
        let start = bench.now.microseconds
        for second in 0..<20 { try store.take(power, start + Int64(second) * 1_000_000, Double(second)) }
        try store.commit(CommitBatch(), at: bench.now)

        // The acknowledgement was lost: all of it comes again, and one that never came before falls in between.
        let first = try bench.crashed()
        let again = try first.open()
        for second in 0..<20 {
            #expect(try again.take(power, start + Int64(second) * 1_000_000, Double(second)) == .duplicate)
        }
        #expect(try again.take(power, start + 3_000_000, 77) == .conflicting)
        #expect(try again.take(power, start + 3_500_000, 1) == .tooLate)
        #expect(try again.take(power, start + 30_000_000, 1) == .new)
        try again.commit(CommitBatch(), at: bench.now)

        let second = try first.crashed()
        let last = try second.open()
        #expect(try last.take(power, start, 0) == .duplicate)
        try last.commit(CommitBatch(), at: bench.now)
        try last.flushShortfall(at: bench.now)
        #expect(try last.gaps().reduce(0) { $0 + $1.readings } + last.readingsHere == 21)
        #expect(try last.take(power, start + 19_000_000, 19) == .duplicate)
    }

    @Test("a full disk: what the hub has goes, events find room, nothing is lost without a word")
    func fullDisk() throws {
        var random = SeededRandom(seed: 9)
        let bench = try small(1 << 30)
        let store = try bench.open()
        for _ in 0..<4 { try seal(store, bench, random: &random) }
        try store.acknowledgeAll(at: bench.now)
        let made = try store.makeRoom(at: bench.now, isUrgent: true)
        #expect(made.segmentsDeleted == 4 && store.mode == .eventsOnly)
        let taken = try seal(store, bench, count: 60, random: &random)
        _ = try store.makeRoom(at: bench.now)
        try store.flushShortfall(at: bench.now)
        #expect(store.mode == .all)
        #expect(try store.gaps().reduce(0) { $0 + $1.readings } == UInt64(taken))
    }
}
