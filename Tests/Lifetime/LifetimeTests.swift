import AnalyticsLifetime
import Runtime
import Testing

@Suite("Remaining life")
struct LifetimeTests {
    /// What is said of units that were not learned from, each cut somewhere, and the truths up to the cap.
    static func said() throws -> [(LifetimeEstimate, truth: Double)] {
        let model = try MadeUnits.model.get()
        var random = SeededRandom(seed: 9)
        return MadeUnits.all(40, seed: 2).flatMap { unit in
            (0..<3).map { _ in
                let end = 20 + Int(random.next() % UInt64(unit.cycles.count - 20))
                return (model.estimate(MadeUnits.cut(unit, after: end)), min(80, Double(unit.cycles.count - end)))
            }
        }
    }

    @Test("units not learned from are told to within what noise allows, and the error that the model names is honest")
    func error() throws {
        let model = try MadeUnits.model.get()
        let said = try Self.said()
        let square = said.reduce(0) { $0 + ($1.0.remaining - $1.truth) * ($1.0.remaining - $1.truth) }
        let error = (square / Double(said.count)).squareRoot()
        #expect(error < 14, "\(error)")
        #expect((0.6...1.6).contains(error / model.error), "\(error), and the model says \(model.error)")
    }

    @Test("about four of five truths lie within the band, which holds the estimate and stays between 0 and the cap")
    func bands() throws {
        let said = try Self.said()
        let part = Double(said.count { ($0.0.low...$0.0.high).contains($0.truth) }) / Double(said.count)
        #expect((0.65...0.95).contains(part), "\(part)")
        for (estimate, _) in said {
            #expect(0 <= estimate.low && estimate.low <= estimate.remaining)
            #expect(estimate.remaining <= estimate.high && estimate.high <= 80)
        }
    }

    @Test("health falls as a unit wears, and with it what is left")
    func health() throws {
        let model = try MadeUnits.model.get()
        let unit = MadeUnits.all(1, seed: 5)[0]
        let life = unit.cycles.count
        let said = [30, life - 40, life - 15, life].map { model.estimate(MadeUnits.cut(unit, after: $0)) }
        #expect(said.map(\.remaining) == said.map(\.remaining).sorted(by: >), "\(said)")
        #expect(said[0].health > 0.7 && said[3].health < 0.4 && said[3].remaining < 12, "\(said)")
    }

    @Test("the same units, options and seed give the same model, another seed another")
    func seeds() throws {
        let options = LifetimeOptions(cap: 80, trees: 5, seed: 3)
        let units = MadeUnits.all(12)
        let one = try LifetimeModel.fit(units, sensors: MadeUnits.sensors, options: options)
        #expect(try LifetimeModel.fit(units, sensors: MadeUnits.sensors, options: options) == one)
        let other = LifetimeOptions(cap: 80, trees: 5, seed: 4)
        #expect(try LifetimeModel.fit(units, sensors: MadeUnits.sensors, options: other) != one)
        var told: [Int] = []
        let (model, unseen) = try LifetimeModel.learn(
            units, sensors: MadeUnits.sensors, unitColumn: "unit", cycleColumn: "cycle", options: options
        ) { done, all in
            told.append(done)
            #expect(all == 6 * options.trees)
        }
        #expect(model == one && told == Array(1...6 * options.trees), "one model, and five for the bands")
        let square = unseen.reduce(0) { $0 + ($1.said - $1.truth) * ($1.said - $1.truth) }
        #expect(unseen.count == units.reduce(0) { $0 + $1.cycles.count })
        #expect(abs((square / Double(unseen.count)).squareRoot() - model.error) < 1e-9)
    }

    @Test("missing, endless and huge values make no trap, and what is said stays within the cap")
    func odd() throws {
        let model = try MadeUnits.model.get()
        #expect(model.estimate(UnitHistory()).remaining == 80)
        let rows: [[Double]] = [
            [.nan, .nan, .nan, .nan], [.infinity, -.infinity, 0, 0], [1e300, -1e300, 1e300, 1e300], [0, 0, 0, 0],
        ]
        for row in rows {
            var unit = UnitHistory()
            for cycle in 1...40 { _ = unit.add(row, at: Double(cycle)) }
            let said = model.estimate(unit)
            #expect(said.health.isFinite && (0...80).contains(said.remaining) && said.low <= said.high)
        }
        var holed = MadeUnits.all(20)
        for index in holed.indices {
            var unit = UnitHistory()
            for cycle in holed[index].cycles.indices {
                var row = Array(holed[index].values[4 * cycle..<4 * cycle + 4])
                if cycle % 3 == 0 { row[index % 4] = .nan }
                if cycle % 7 == 0 { row[2] = 1e300 }
                _ = unit.add(row, at: holed[index].cycles[cycle])
            }
            holed[index] = unit
        }
        let learned = try LifetimeModel.fit(
            holed, sensors: MadeUnits.sensors, options: LifetimeOptions(cap: 80, trees: 5))
        #expect(learned.error.isFinite)
    }

    @Test("cycles go forward")
    func order() {
        var unit = UnitHistory()
        let taken = [1, 2.5, 2.5, 1, .nan, .infinity].map { unit.add([1], at: $0) }
        #expect(taken == [true, true, false, false, false, false])
        #expect(unit.cycles == [1, 2.5] && unit.values == [1, 1])
    }

    @Test("what cannot be learned is refused, and says why")
    func refusals() throws {
        func error(_ units: [UnitHistory], _ options: LifetimeOptions = MadeUnits.options) -> LifetimeError? {
            do {
                _ = try LifetimeModel.fit(units, sensors: MadeUnits.sensors, options: options)
                return nil
            } catch { return error as? LifetimeError }
        }
        #expect(error([]) == .tooFewUnits(0))
        #expect(error(MadeUnits.all(9)) == .tooFewUnits(9))
        let short = MadeUnits.all(10).map { MadeUnits.cut($0, after: 19) }
        #expect(error(short) == .tooFewUnits(0))
        var still = UnitHistory()
        for cycle in 1...30 { _ = still.add([1, 2, 3, 4], at: Double(cycle)) }
        #expect(error(Array(repeating: still, count: 10)) == .nothingVaries)
        let bad = [
            LifetimeOptions(cap: 0), LifetimeOptions(cap: .nan), LifetimeOptions(trees: 0),
            LifetimeOptions(trees: 2_001), LifetimeOptions(depth: 7), LifetimeOptions(rate: 0),
        ]
        for options in bad {
            guard case .outOfRange = error(MadeUnits.all(10), options) else {
                Issue.record("\(options) is taken")
                continue
            }
        }
    }
}
