import AgentAutonomy
import Telemetry
import Testing

@Suite("Rows of a machine's readings")
struct RowAssemblyTests {
    /// Readings as they come, and the rows that are made of them: values by slot.
    struct Rows {
        private(set) var made: [[Double?]] = []
        private var assembly = RowAssembly()
        private let slots: Int

        init(slots: Int) {
            self.slots = slots
            for _ in 0..<slots { assembly.addSlot() }
        }

        mutating func take(_ slot: Int, _ value: Double, at seconds: Double) {
            let time = Timestamp(seconds: 1_000_000).advanced(seconds: seconds)
            if assembly.ends(before: slot, at: time) { note() }
            if assembly.add(slot, value, at: time) { note() }
        }

        private mutating func note() {
            assembly.close()
            made.append((0..<slots).map { assembly[$0] })
        }

        /// Rows since the last look.
        mutating func next() -> [[Double?]] {
            defer { made = [] }
            return made
        }

        /// Rounds of all slots at once, two seconds apart; each value is its round's.
        mutating func run(_ rounds: Range<Int>, _ slots: [Int], apart: Double = 0) {
            for round in rounds {
                for (place, slot) in slots.enumerated() {
                    take(slot, Double(round), at: 2 * Double(round) + apart * Double(place))
                }
            }
        }
    }

    @Test("metrics that come together are a row as soon as the last of them is there", arguments: [0, 0.01, 0.5, 0.9])
    func together(apart: Double) {
        var rows = Rows(slots: 3)
        rows.run(0..<10, [0, 1, 2], apart: apart)
        _ = rows.next()
        for round in 10..<20 {
            rows.run(round..<round + 1, [0, 1], apart: apart)
            #expect(rows.next().allSatisfy { $0[2] == Double(round - 1) }, "before it is complete")
            rows.take(2, Double(round), at: 2 * Double(round) + 2 * apart)
            let made = rows.next()
            // Where they lie all over the interval, a row may begin with another than the first of them.
            #expect(made.count == (apart == 0.9 ? made.count : 1) && made.allSatisfy { !$0.contains(nil) })
            if apart < 0.9 { #expect(made == [[Double(round), Double(round), Double(round)]]) }
        }
    }

    @Test("one metric alone is a row each time")
    func alone() {
        var rows = Rows(slots: 2)
        rows.run(0..<5, [1])
        #expect(rows.next() == (0..<5).map { [nil, Double($0)] })
    }

    @Test("a metric that fails holds up two rows and then none; the others go on")
    func failing() {
        var rows = Rows(slots: 2)
        rows.run(0..<10, [0, 1])
        _ = rows.next()
        rows.run(10..<20, [0])
        #expect(rows.next() == (10..<20).map { [Double($0), nil] })
        // It comes back, and is in its own row again from the second one on.
        rows.run(20..<30, [0, 1])
        let made = rows.next()
        #expect(made.count == 10 && made[0] == [20, nil])
        #expect(made.dropFirst(2).allSatisfy { $0[0] == $0[1] }, "\(made)")
    }

    @Test("a slow metric stands in the row after it, and splits none")
    func slow() {
        var rows = Rows(slots: 3)
        for round in 0..<100 {
            rows.run(round..<round + 1, [0, 1])
            if round % 10 == 4 { rows.take(2, Double(round), at: 2 * Double(round) + 0.1) }
        }
        let made = rows.next()
        #expect(made.count == 100 && made.allSatisfy { $0[0] != nil && $0[0] == $0[1] })
        let slow = made.compactMap(\.[2])
        #expect(slow == [4, 14, 24, 34, 44, 54, 64, 74, 84, 94])
        #expect(made.filter { $0[2] != nil }.allSatisfy { $0[0] == ($0[2] ?? 0) + 1 })
    }

    @Test("a metric that is new falls into its place")
    func new() {
        var rows = Rows(slots: 3)
        rows.run(0..<10, [0, 1])
        rows.run(10..<20, [0, 1, 2])
        let made = rows.next()
        #expect(made.count == 20)
        #expect(made.suffix(8).allSatisfy { $0[0] == $0[2] && $0[0] == $0[1] }, "\(made)")
    }

    @Test("the same time again says nothing, and a clock that lags is a clock of its own")
    func clocks() {
        var rows = Rows(slots: 2)
        for round in 0..<20 {
            rows.take(0, Double(round), at: 2 * Double(round))
            rows.take(0, -1, at: 2 * Double(round))
            rows.take(1, Double(round), at: 2 * Double(round) - 3_600)
        }
        let made = rows.next()
        #expect(made.count >= 19 && made.suffix(15).allSatisfy { $0[0] == $0[1] && $0[0] != -1 }, "\(made)")
    }

    @Test("after a jump of one clock, or a silence, rows go on")
    func jumps() {
        var rows = Rows(slots: 2)
        rows.run(0..<10, [0, 1])
        rows.take(0, 10, at: 90_000)
        rows.run(10..<30, [1])
        #expect(rows.next().count >= 28)
        rows.run(45_001..<45_020, [0, 1])
        let made = rows.next()
        #expect(made.count >= 18 && made.suffix(15).allSatisfy { $0[0] == $0[1] && $0[0] != nil })
    }
}
