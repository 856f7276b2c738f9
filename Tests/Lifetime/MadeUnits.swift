import AnalyticsLifetime
import Glibc
import Runtime

/// Units that wear: two sensors that show it under noise, one that does not, one that never moves.
enum MadeUnits {
    static let sensors = ["temperature", "flow", "ambient", "setting"]

    /// A unit that ran to its end.
    static func worn(life: Int, random: inout SeededRandom) -> UnitHistory {
        var unit = UnitHistory()
        let start = random.normal() * 0.1
        for cycle in 1...life {
            let wear = exp(Double(cycle - life) / 40) + start
            _ = unit.add(
                [600 + 20 * wear + 2 * random.normal(), 40 - 3 * wear + 0.4 * random.normal(), random.normal(), 7],
                at: Double(cycle))
        }
        return unit
    }

    /// Units of many lives.
    static func all(_ count: Int, seed: UInt64 = 1) -> [UnitHistory] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in worn(life: 80 + Int(random.next() % 100), random: &random) }
    }

    /// The beginning of a unit.
    static func cut(_ unit: UnitHistory, after cycles: Int) -> UnitHistory {
        var beginning = UnitHistory()
        for cycle in 0..<cycles {
            _ = beginning.add(Array(unit.values[4 * cycle..<4 * cycle + 4]), at: unit.cycles[cycle])
        }
        return beginning
    }

    static let options = LifetimeOptions(cap: 80, trees: 60, rate: 0.1)

    /// Learned once, because without optimisation it takes its time.
    static let model = Result { try LifetimeModel.fit(all(30), sensors: sensors, options: options) }
}
