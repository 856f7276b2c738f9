import AnalyticsAnomaly
import Runtime
import Telemetry
import Testing

@Suite("Odd inputs of a machine's detector")
struct MachineDetectorOddTests {
    typealias Plant = MachineDetectorTests.Plant

    static func at(_ index: Int) -> Timestamp { CalibrationTests.at(index) }

    @Test("constant metrics are normal, and a change of one is found")
    func constant() {
        var detector = MachineDetector(metrics: 2)
        for index in 0..<2_000 {
            let verdict = detector.score([41.5, 0], at: Self.at(index))
            #expect(verdict.score.isFinite && !verdict.isAlarm)
        }
        let verdict = detector.score([41.5, 1], at: Self.at(2_000))
        #expect(verdict.isAlarm && verdict.metric == 1 && verdict.score.isFinite)
    }

    @Test("missing values say nothing, whether one, a stretch, or all of a metric")
    func missing() {
        var plant = Plant()
        var detector = MachineDetectorTests.learned(&plant)
        var alarms = 0
        for index in 0..<4_000 {
            var row = plant.next()
            if index % 3 == 0 { row[1] = .nan }
            if (1_000..<2_000).contains(index) { row[2] = .nan }
            if index == 3_000 { row = [.nan, .infinity, -.infinity] }
            let verdict = detector.score(row, at: Self.at(plant.row))
            #expect(verdict.score.isFinite && verdict.score >= 0 && verdict.score < 1)
            if verdict.isAlarm { alarms += 1 }
        }
        #expect(alarms < 120, "\(alarms) of 4000")

        var lacking = MachineDetector(metrics: 3)
        for _ in 0..<600 {
            let row = plant.next()
            #expect(lacking.score([row[0], .nan, row[2]], at: Self.at(plant.row)).metric != 1)
        }
    }

    @Test("a metric that begins to be sent later is taken in without a lasting alarm")
    func late() {
        var plant = Plant()
        var detector = MachineDetector(metrics: 3)
        var alarms = 0
        for index in 0..<8_000 {
            var row = plant.next()
            if index < 3_000 { row[1] = .nan }
            if detector.score(row, at: Self.at(plant.row)).isAlarm, index > 3_500 { alarms += 1 }
        }
        #expect(alarms < 200, "\(alarms) of 4500")
    }

    @Test("a metric that is taken in later joins the others, which stay as they were")
    func added() {
        var plant = Plant()
        var detector = MachineDetector(metrics: 1)
        for _ in 0..<100 { _ = detector.score([plant.next()[0]], at: Self.at(plant.row)) }
        detector.addMetric()
        for _ in 0..<3_000 {
            let row = plant.next()
            _ = detector.score([row[0], row[2]], at: Self.at(plant.row))
        }
        detector.addMetric()
        #expect(detector.metricCount == 3)
        func isHigh(_ row: [Double]) -> Bool {
            detector.score([row[0], row[2], row[1]], at: Self.at(plant.row)).score > 0.99
        }
        let normal = (0..<6_000).count { _ in isHigh(plant.next()) }
        #expect(normal < 180, "\(normal) of 6000")
        let broken = (0..<200).count { _ in
            plant.load = 0.5
            let row = plant.next()
            return isHigh([row[0], 120 - row[1], row[2]])
        }
        #expect(broken > 40, "\(broken) of 200 when it breaks with the others")
    }

    @Test("a metric that is missing for a day comes back without an alarm, and what it does with the others is known")
    func absence() {
        var plant = Plant()
        var detector = MachineDetectorTests.learned(&plant)
        func alarms(_ count: Int, _ change: (inout [Double]) -> Void) -> Int {
            (0..<count).count { _ in
                var row = plant.next()
                change(&row)
                return detector.score(row, at: Self.at(plant.row)).isAlarm
            }
        }
        // It was last seen at the end of its range, while the load goes on through all of its own.
        for _ in 0..<5 {
            plant.load = 1
            _ = detector.score(plant.next(), at: Self.at(plant.row))
        }
        let without = alarms(40_000) { $0[1] = .nan }
        #expect(without < 800, "\(without) of 40000 without it")
        let back = alarms(500) { _ in }
        #expect(back < 30, "\(back) of 500 when it is back")
        let broken = alarms(200) { $0[1] = 120 - $0[1] }
        #expect(broken > 20, "\(broken) of 200 broken")
    }

    @Test("while it is held nothing is learned: a fault stays as odd, and what was normal is normal again")
    func held() {
        var plant = Plant()
        var detector = MachineDetectorTests.learned(&plant)
        var scores: [Double] = []
        for _ in 0..<30_000 {
            var row = plant.next()
            row[2] += 12
            scores.append(detector.score(row, at: Self.at(plant.row), isHeld: true).score)
        }
        let (first, last) = (scores[100..<1_100].reduce(0, +), scores.suffix(1_000).reduce(0, +))
        #expect(abs(first - last) < 5 && last > 990, "\(first), \(last)")
        let quiet = (0..<500).count { _ in !detector.score(plant.next(), at: Self.at(plant.row)).isAlarm }
        #expect(quiet > 450, "\(quiet) of 500 after it")
        var young = MachineDetector(metrics: 3)
        for _ in 0..<1_000 { #expect(young.score(plant.next(), at: Self.at(plant.row), isHeld: true).metric == nil) }
    }

    @Test("repeated readings, times that stand or go back, and gaps harm nothing")
    func times() {
        var plant = Plant()
        var detector = MachineDetectorTests.learned(&plant)
        var alarms = 0
        var row = plant.next()
        for index in 0..<4_000 {
            if index % 2 == 0 { row = plant.next() }
            let place = index % 7 == 0 ? plant.row - 500 : index > 2_000 ? plant.row + 1_000_000 : plant.row
            let verdict = detector.score(row, at: Self.at(place))
            #expect(verdict.score.isFinite)
            if verdict.isAlarm { alarms += 1 }
        }
        #expect(alarms < 200, "\(alarms) of 4000")
        let far = Timestamp(microseconds: .min)
        #expect(detector.score(plant.next(), at: far).score.isFinite)
    }

    @Test("a jump to another way of running alarms, and is learned in the end")
    func jump() {
        var plant = Plant()
        var detector = MachineDetectorTests.learned(&plant)
        var alarms: [Bool] = []
        for _ in 0..<60_000 {
            var row = plant.next()
            row[2] += 6
            alarms.append(detector.score(row, at: Self.at(plant.row)).isAlarm)
        }
        #expect(alarms.prefix(200).count(where: \.self) > 180)
        #expect(alarms.suffix(10_000).count(where: \.self) < 1_000)
    }

    @Test("a snapshot of an agent from before faults that come again were known is read")
    func versionBefore() throws {
        var plant = Plant()
        var detector = MachineDetectorTests.learned(&plant)
        var old = detector.snapshot()
        // The quiet readings and the pace in faults, which that version did not have.
        old.removeSubrange(42..<46)
        old.removeSubrange(26..<34)
        old[0] = 2
        var back = try MachineDetector(
            metrics: 3, options: MachineDetectorOptions(training: 1_000), snapshot: old)
        let rows = (0..<50).map { _ in plant.next() }
        for (index, row) in rows.enumerated() {
            #expect(back.score(row, at: Self.at(5_000 + index)) == detector.score(row, at: Self.at(5_000 + index)))
        }
        #expect(throws: SnapshotError.self) {
            try MachineDetector(metrics: 3, options: MachineDetectorOptions(), snapshot: [1] + old.dropFirst())
        }
    }

    @Test("two ways of running that come in turn are both normal after a few times, and then only faults alarm")
    func modes() {
        var plant = Plant()
        var detector = MachineDetector(metrics: 3)
        var alarms: [Bool] = []
        for row in 0..<30_000 {
            // Half an hour at each, of a reading in 2 s.
            var values = plant.next()
            if row / 900 % 2 == 1 { values = [values[0] + 40, values[1] + 60, values[2]] }
            if row >= 29_900 { values[0] += 20 }
            alarms.append(detector.score(values, at: Self.at(plant.row)).isAlarm)
        }
        #expect(alarms[900..<1_800].count(where: \.self) > 800, "the first time it is news")
        let later = alarms[6_300..<29_900].count(where: \.self)
        #expect(later < 500, "\(later): at the pace of one fault the second way would take six times")
        #expect(alarms.suffix(100).count(where: \.self) > 50, "one metric alone leaves its way of running")
    }

    @Test("a snapshot goes on in the same way, and stays below 64 KB with eight metrics")
    func snapshot() throws {
        let options = MachineDetectorOptions(training: 300)
        for learned in [0, 5, 40, 64, 65, 257, 301, 1_000] {
            var plant = Plant()
            var detector = MachineDetector(metrics: 3, options: options)
            for _ in 0..<learned { _ = detector.score(plant.next(), at: Self.at(plant.row)) }
            var back = try MachineDetector(metrics: 3, options: options, snapshot: detector.snapshot())
            for index in 0..<400 {
                var row = plant.next()
                if index % 9 == 0 { row[index % 3] += 20 }
                #expect(detector.score(row, at: Self.at(plant.row)) == back.score(row, at: Self.at(plant.row)))
            }
        }
        #expect(MachineDetector(metrics: 8).snapshot().count < 64_000)
    }

    @Test("damaged snapshots are errors, or detectors that go on, never traps")
    func damaged() {
        var plant = Plant()
        let whole = MachineDetectorTests.learned(&plant, rows: 600).snapshot()
        let options = MachineDetectorOptions()
        for count in stride(from: 0, to: whole.count, by: 61) {
            #expect(throws: SnapshotError.self) {
                try MachineDetector(metrics: 3, options: options, snapshot: Array(whole.prefix(count)))
            }
        }
        #expect(throws: SnapshotError.self) { try MachineDetector(metrics: 2, options: options, snapshot: whole) }
        var random = SeededRandom(seed: 1)
        for _ in 0..<500 {
            var bent = whole
            bent[Int(random.next() % UInt64(bent.count))] = UInt8(truncatingIfNeeded: random.next())
            guard var detector = try? MachineDetector(metrics: 3, options: options, snapshot: bent) else { continue }
            for index in 0..<3 { _ = detector.score(plant.next(), at: Self.at(5_000 + index)) }
        }
    }

    @Test("a number that learning cannot come to is an error, or what is written next can be read")
    func huge() {
        var plant = Plant()
        let options = MachineDetectorOptions()
        let whole = MachineDetectorTests.learned(&plant, rows: 255).snapshot()
        // The numbers of the joint detector, from the end: 19 after its counts, 27 before them.
        let places = (0..<19).map { 8 * $0 } + (0..<27).map { 8 * 19 + 1 + 3 * 5 + 8 * $0 }
        for place in places {
            var bent = whole
            bent[bent.count - 1 - place] = 0x70
            guard var detector = try? MachineDetector(metrics: 3, options: options, snapshot: bent) else { continue }
            for index in 0..<3 { _ = detector.score(plant.next(), at: Self.at(5_000 + index)) }
            let again = try? MachineDetector(metrics: 3, options: options, snapshot: detector.snapshot())
            #expect(again != nil, "what was written is not read, \(place) from the end")
        }
    }
}
