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
        for _ in 0..<2_000 {
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
        for count in stride(from: 0, to: whole.count, by: 7) {
            #expect(throws: SnapshotError.self) {
                try MachineDetector(metrics: 3, options: options, snapshot: Array(whole.prefix(count)))
            }
        }
        #expect(throws: SnapshotError.self) { try MachineDetector(metrics: 2, options: options, snapshot: whole) }
        var random = SeededRandom(seed: 1)
        for _ in 0..<3_000 {
            var bent = whole
            bent[Int(random.next() % UInt64(bent.count))] = UInt8(truncatingIfNeeded: random.next())
            guard var detector = try? MachineDetector(metrics: 3, options: options, snapshot: bent) else { continue }
            for index in 0..<3 { _ = detector.score(plant.next(), at: Self.at(5_000 + index)) }
        }
    }
}
