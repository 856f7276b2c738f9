import AnalyticsAnomaly
import Runtime
import Telemetry
import Testing

@Suite("The detector of a machine")
struct MachineDetectorTests {
    /// Three metrics that follow one load: what is normal has a correlation.
    struct Plant {
        var random = SeededRandom(seed: 21)
        var load = 0.0
        var row = 0

        mutating func next() -> [Double] {
            row += 1
            load += (random.normal() - load) * 0.2
            return [20 + 6 * load + 0.2 * random.normal(), 60 + 9 * load + 0.3 * random.normal(), 3 + random.normal()]
        }
    }

    static func at(_ index: Int) -> Timestamp { CalibrationTests.at(index) }

    static func learned(_ plant: inout Plant, rows: Int = 4_000, rate: Double = 0.01) -> MachineDetector {
        var detector = MachineDetector(metrics: 3, options: MachineDetectorOptions(alarmRate: rate, training: 1_000))
        for _ in 0..<rows { _ = detector.score(plant.next(), at: at(plant.row)) }
        return detector
    }

    @Test("the rate of alarms is what was asked for, on quiet data", arguments: [0.002, 0.01, 0.05])
    func rate(asked: Double) {
        var plant = Plant()
        var detector = Self.learned(&plant, rate: asked)
        let alarms = (0..<20_000).count { _ in detector.score(plant.next(), at: Self.at(plant.row)).isAlarm }
        let rate = Double(alarms) / 20_000
        #expect(rate > asked / 2 && rate < 2 * asked, "\(rate) of \(asked)")
    }

    @Test("the rate holds with a forest beside it as without", arguments: [0.002, 0.01, 0.05])
    func rateWithForest(asked: Double) {
        var plant = Plant()
        var detector = Self.learned(&plant, rate: asked)
        var random = SeededRandom(seed: 31)
        let verdicts = (0..<20_000).map { _ in
            detector.score(plant.next(), at: Self.at(plant.row), forest: random.unit())
        }
        let rate = Double(verdicts.count(where: \.isAlarm)) / 20_000
        #expect(rate > asked / 2 && rate < 2 * asked, "\(rate) of \(asked)")
        // The score settles more slowly than the alarm.
        let high = Double(verdicts.suffix(10_000).count { $0.score > 1 - asked }) / 10_000
        #expect(high > asked / 3 && high < 2 * asked, "\(high) of \(asked)")
        #expect(verdicts.contains { $0.view == .forest } && verdicts.contains { $0.view != .forest })
    }

    @Test("what only the forest finds odd alarms, and says so; what it finds ordinary takes nothing away")
    func forest() {
        var plant = Plant()
        var detector = Self.learned(&plant)
        var before = detector
        let found = (0..<40).map { _ in detector.score(plant.next(), at: Self.at(plant.row), forest: 1e-4) }
        #expect(found.count { $0.isAlarm && $0.view == .forest && $0.metric != nil && $0.score > 0.99 } > 35)
        var row = plant.next()
        row[2] -= 30
        var other = before
        let spike = before.score(row, at: Self.at(plant.row), forest: 0.9)
        #expect(spike == other.score(row, at: Self.at(plant.row)) && spike.view == .metric && spike.isAlarm)
    }

    @Test("nothing alarms while it is said to be normal, and nothing before it is ready")
    func training() {
        var plant = Plant()
        var detector = MachineDetector(metrics: 3, options: MachineDetectorOptions(training: 1_000))
        for index in 0..<1_000 {
            let verdict = detector.score(index % 50 == 0 ? [500, 0, 9] : plant.next(), at: Self.at(index))
            #expect(!verdict.isAlarm && verdict.since == nil)
            if index < 31 { #expect(verdict.score == 0 && verdict.metric == nil) }
        }
    }

    @Test("a spike is found, with its metric, what was expected, and which way")
    func spike() {
        var plant = Plant()
        var detector = Self.learned(&plant)
        var row = plant.next()
        row[2] -= 30
        let verdict = detector.score(row, at: Self.at(plant.row))
        #expect(verdict.isAlarm && verdict.score > 0.999 && verdict.metric == 2)
        let (expected, distance) = (verdict.expected ?? .nan, verdict.distance ?? .nan)
        #expect(abs(expected - 3) < 1 && distance < -10 && verdict.since == Self.at(plant.row))
    }

    @Test("a broken correlation is found though each metric stays within its range")
    func correlation() {
        var plant = Plant()
        var detector = Self.learned(&plant)
        let before = detector
        func alarms(mirrored: Bool) -> Int {
            (detector, plant.random) = (before, SeededRandom(seed: 5))
            return (0..<200).count { _ in
                // The first goes up by one and a half of its spreads; the second, which follows it, up or down.
                plant.load = 0.5
                let row = plant.next()
                let second = mirrored ? 120 - row[1] : row[1]
                return detector.score([row[0], second, row[2]], at: Self.at(plant.row)).isAlarm
            }
        }
        let (broken, whole) = (alarms(mirrored: true), alarms(mirrored: false))
        #expect(broken > 40 && whole < 20, "\(broken) of 200, \(whole) when they move together")
    }

    @Test("a fault of hours is not learned away, and says since when it lasts")
    func longFault() {
        var plant = Plant()
        var detector = Self.learned(&plant)
        var alarms = 0
        var since: Timestamp?
        for index in 0..<5_000 {
            var row = plant.next()
            row[1] += 60
            let verdict = detector.score(row, at: Self.at(plant.row))
            if verdict.isAlarm { alarms += 1 }
            if index == 100 { since = verdict.since }
            if index == 2_000 { #expect(verdict.since == since && since != nil) }
        }
        #expect(alarms > 4_900, "\(alarms) of 5000")
        var quiet = 0
        for index in 0..<500 where !detector.score(plant.next(), at: Self.at(plant.row + index)).isAlarm { quiet += 1 }
        #expect(quiet > 400, "\(quiet) of 500 after it")
    }

    @Test("a slow warm-up does not alarm for long")
    func warmUp() {
        var plant = Plant()
        var detector = Self.learned(&plant)
        var alarms = 0
        for index in 0..<20_000 {
            var row = plant.next()
            row[2] += 0.001 * Double(index)
            if detector.score(row, at: Self.at(plant.row)).isAlarm { alarms += 1 }
        }
        #expect(alarms < 600, "\(alarms) of 20000")
    }
}
