import AgentAutonomy
import AnalyticsForest
import BenchFigures
import Glibc
import Telemetry

/// What it costs to watch over a machine with eight metrics, without a forest of its own and with one: all scores and
/// the twin, in processor time of one thread (the least of many short runs), and the memory of a machine that has
/// learned.
///
///     swift build -c release --product GuardBench && .build/release/GuardBench [--json] [--check]
@main
struct GuardBench {
    static let metrics = ["power", "temperature", "vibration", "flow", "pressure", "current", "speed", "level"]
    private static let machines = 1_000
    private static let readings = 2_000
    private static let runs = 40

    static func main() throws {
        var machine = try BenchedMachine(seed: 0)
        let rows = (0..<readings).flatMap { _ in machine.values() }
        let forest = try IsolationForest.fit(features: metrics, rows: rows, options: ForestOptions(samples: 64))
            .snapshot()
        // Memory first, because what others gave back would be taken again without the process growing.
        let figures = try memory(forest) + cost(forest) + RowScoring.figures(forest)
        for figure in figures { print(CommandLine.arguments.contains("--json") ? figure.json : figure.line) }
        if CommandLine.arguments.contains("--check"), !figures.allSatisfy(\.isReached) { exit(1) }
    }

    private static func memory(_ forest: [UInt8]) throws -> [Figure] {
        var all: [BenchedMachine] = []
        all.reserveCapacity(machines)
        let without = try ResidentMemory.grown {
            for index in 0..<machines {
                all.append(try BenchedMachine(seed: UInt64(index)))
                all[index].run(rows: 300)
            }
        }
        let added = try ResidentMemory.grown {
            for index in all.indices {
                try all[index].guardian.take(try IsolationForest(snapshot: forest), version: 1)
                all[index].run(rows: 300)
            }
        }
        let guardian = all[machines - 1].guardian
        let joint = Double(guardian.jointSnapshot().count) / 1_024
        let others = Double(guardian.modelSnapshot().count + guardian.forestSnapshot().count) / 1_024
        let count = Double(machines)
        return [
            Figure("guard_memory", "memory of a machine under its guard", without / count, "KB", target: 64),
            Figure(
                "guard_memory_forest", "memory of it with a forest of its own", (without + added) / count, "KB",
                target: 64),
            Figure("guard_snapshot_joint", "snapshot of its joint detector", joint, "KB"),
            Figure("guard_snapshot", "its other snapshots", others, "KB"),
            Figure("guard_forest_bytes", "its forest on the way", Double(forest.count) / 1_024, "KB"),
        ]
    }

    /// All that is done with a reading of each of the eight metrics: rows, twin, limits and rules in it.
    private static func cost(_ forest: [UInt8]) throws -> [Figure] {
        var plain = try BenchedMachine(seed: 1)
        plain.run(rows: 6_000)
        var with = plain
        try with.guardian.take(try IsolationForest(snapshot: forest), version: 1)
        with.run(rows: 6_000)
        let (idle, one) = (best { plain.draw(rows: readings) }, best { plain.run(rows: readings) })
        let other = best { with.run(rows: readings) }
        return [
            Figure("guard", "all of a reading under the guard", one - idle, "µs"),
            Figure("guard_forest", "all of a reading with the forest", other - idle, "µs"),
        ]
    }

    /// Microseconds a reading.
    private static func best(_ body: () -> Void) -> Double {
        ProcessorTime.best(of: runs, body) / Double(readings) * 1e6
    }
}
