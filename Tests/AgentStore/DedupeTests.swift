import AgentStore
import Runtime
import Telemetry
import Testing

@Suite("No reading twice")
struct DedupeTests {
    @Test("against a reference, over sealing, restarts and messages that come late or again", arguments: 1...6)
    func reference(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let first = try StoreBench()
        var bench = first
        var store = try bench.open()
        var known: [String: [Int64: Double]] = [:]
        let machines = ["a", "b", "c"]
        for step in 0..<4_000 {
            let machine = machines[Int(random.next() % 3)]
            let index = try store.seriesOf(machine, "power")
            let isLate = random.unit() < 0.3
            let time = Int64(isLate ? Int(random.next() % UInt64(step + 1)) : step)
            let value = Double(random.next() % 3)
            let expected: Admission =
                switch known[machine]?[time] {
                case nil: .new
                case value: .duplicate
                default: .conflicting
                }
            #expect(try store.take(index, time, value) == expected, "seed \(seed), step \(step)")
            if expected == .new { known[machine, default: [:]][time] = value }
            if step % 50 == 0 { try store.commit(CommitBatch(), at: bench.now) }
            if step % 900 == 899 {
                try store.commit(CommitBatch(), at: bench.now)
                try store.seal(at: bench.now)
            }
            if step % 1_500 == 1_499 {
                try store.commit(CommitBatch(), at: bench.now)
                bench = try bench.crashed()
                store = try bench.open()
            }
        }
        try store.commit(CommitBatch(), at: first.now)
        for machine in machines {
            let stored = try store.readings(machine, "power", at: bench.now)
            #expect(stored == (known[machine] ?? [:]).mapValues { [$0] }, "seed \(seed), machine \(machine)")
        }
    }

    @Test("what may lie in a deleted segment is too late")
    func tooLate() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        let power = try store.seriesOf("pump1", "power")
        let late = try store.seriesOf("pump2", "power")
        for time in 1...10 { try store.take(power, Int64(time * 10), 1) }
        try store.commit(CommitBatch(), at: bench.now)
        try store.seal(at: bench.now)
        try store.acknowledgeAll(at: bench.now)
        #expect(try store.makeRoom(at: bench.now.advanced(seconds: 3 * 86_400)).segmentsDeleted == 1)
        #expect(try store.admit(series: power, time: 55, value: 1) == .tooLate)
        #expect(try store.admit(series: power, time: 101, value: 1) == .new)
        #expect(try store.admit(series: late, time: 55, value: 1) == .new)
        let after = try bench.crashed().open()
        #expect(try after.admit(series: try after.seriesOf("pump1", "power"), time: 55, value: 1) == .tooLate)
    }

    @Test("readings of a wrong clock that were deleted keep no others out, also where they lay in one segment")
    func wrongClock() throws {
        let (second, decade): (Int64, Int64) = (1_000_000, 10 * 365 * 86_400 * 1_000_000)
        for isMixed in [true, false] {
            let bench = try StoreBench()
            let store = try bench.open()
            let power = try store.seriesOf("pump1", "power")
            let start = bench.now.microseconds
            for step in 0..<10 { try store.take(power, start + Int64(step) * second, 1) }
            try store.commit(CommitBatch(), at: bench.now)
            if !isMixed { try store.seal(at: bench.now) }
            for step in 0..<10 { try store.take(power, start + decade + Int64(step) * second, 1) }
            try store.commit(CommitBatch(), at: bench.now)
            try store.seal(at: bench.now)
            try store.acknowledgeAll(at: bench.now)
            let later = bench.now.advanced(seconds: 11 * 365 * 86_400)
            #expect(try store.makeRoom(at: later).segmentsDeleted == (isMixed ? 1 : 2))
            for opened in [store, try bench.crashed().open()] {
                let power = try opened.seriesOf("pump1", "power")
                for old in [start, start + 9 * second, start + decade, start + decade + 9 * second] {
                    #expect(try opened.admit(series: power, time: old, value: 1) == .tooLate, "\(isMixed)")
                }
                for fresh in [start - second, start + 60 * 86_400 * second, start + decade - 2 * 86_400 * second] {
                    #expect(try opened.admit(series: power, time: fresh, value: 1) == .new, "\(isMixed)")
                }
            }
        }
    }

    @Test("a time that was given on arrival is never too late, because nobody sends it again")
    func ofArrival() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        let power = try store.seriesOf("pump1", "power")
        for time in 1...10 { try store.take(power, Int64(time * 10), 1) }
        try store.commit(CommitBatch(), at: bench.now)
        try store.seal(at: bench.now)
        #expect(try store.admit(series: power, time: 50, value: 2, isOfArrival: true) == .conflicting)
        try store.acknowledgeAll(at: bench.now)
        #expect(try store.makeRoom(at: bench.now.advanced(seconds: 3 * 86_400)).segmentsDeleted == 1)
        #expect(try store.admit(series: power, time: 55, value: 1) == .tooLate)
        #expect(try store.admit(series: power, time: 55, value: 1, isOfArrival: true) == .new)
    }

    @Test("what may lie in a segment that cannot be read is not taken again", arguments: [true, false])
    func unreadable(isGone: Bool) throws {
        let bench = try StoreBench()
        let store = try bench.open()
        let power = try store.seriesOf("pump1", "power")
        for time in 1...10 { try store.take(power, Int64(time * 10), 1) }
        try store.commit(CommitBatch(), at: bench.now)
        try store.seal(at: bench.now)
        try isGone ? bench.remove("segments/000000000001.seg") : bench.damage("segments/000000000001.seg")
        for _ in 1...2 { #expect(try store.admit(series: power, time: 50, value: 1) == .tooLate) }
        #expect(try store.admit(series: power, time: 5, value: 1) == .new)
        #expect(try store.admit(series: power, time: 101, value: 1) == .new)
    }
}
