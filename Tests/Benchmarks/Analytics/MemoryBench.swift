import AnalyticsForest
import BenchFigures

/// The memory that a machine's models take.
///
/// It is that by which the process grows in resident memory with many machines that have learned 1 000 readings each,
/// divided by their number; the allocator's own overhead is in it.
enum MemoryBench {
    private static let machines = 512
    private static let readings = 1_000

    static func figures() throws -> [Figure] {
        var made = MadeMachine()
        let rows = made.rows(readings)
        var models: [MachineModels] = []
        models.reserveCapacity(machines)
        let learned = ResidentMemory.grown {
            for _ in 0..<machines {
                models.append(MachineModels())
                for (index, row) in rows.enumerated() {
                    models[models.count - 1].take(row, at: MadeMachine.time(of: index))
                }
            }
        }
        let snapshots = Double(models[0].snapshotBytes) / 1_024
        let machine = learned / Double(machines)
        return [
            Figure("memory", "memory of a machine's models, eight metrics", machine, "KB", target: 64),
            Figure("memory_snapshots", "their snapshots", snapshots, "KB"),
            Figure("memory_forest", "a forest, one for all machines of a kind", try forest(rows), "KB"),
        ]
    }

    private static func forest(_ rows: [[Double]]) throws -> Double {
        let names = (0..<MadeMachine.metrics).map { "metric\($0)" }
        let flat = rows.flatMap(\.self)
        var forests: [IsolationForest] = []
        let grown = try ResidentMemory.grown {
            for seed in 0..<32 {
                let options = ForestOptions(seed: UInt64(seed))
                forests.append(try IsolationForest.fit(features: names, rows: flat, options: options))
            }
        }
        return grown / Double(forests.count)
    }
}
