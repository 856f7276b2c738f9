import AgentAutonomy
import AnalyticsAnomaly
import AnalyticsForest
import AnalyticsTwin
import DeviceProfiles
import Glibc
import Runtime
import Telemetry

/// What it costs to watch over a machine with eight metrics: all scores and the twin, in processor time of one thread
/// (the best of several runs), and the memory of a machine that has learned.
///
///     swift build -c release --product GuardBench && .build/release/GuardBench
@main
struct GuardBench {
    static let metrics = ["power", "temperature", "vibration", "flow", "pressure", "current", "speed", "level"]

    static func main() throws {
        try cost()
        try parts()
        try memory()
    }

    /// A reading of the machine is one of each of its eight metrics.
    private static func cost() throws {
        var machine = try BenchedMachine(seed: 1)
        machine.run(rows: 6_000)
        let rows = 20_000
        let seconds = best { machine.run(rows: rows) }
        let idle = best { machine.draw(rows: rows) }
        print("all of a reading of eight metrics  \(nanoseconds(seconds - idle, rows)) ns")
    }

    private static func parts() throws {
        var machine = try BenchedMachine(seed: 2)
        let rows = 20_000
        var detector = MachineDetector(metrics: metrics.count)
        for row in 0..<6_000 { _ = detector.score(machine.values(), at: Timestamp(seconds: Int64(2 * row))) }
        let joint = best {
            for row in 0..<rows { _ = detector.score(machine.values(), at: Timestamp(seconds: Int64(2 * row))) }
        }
        var scorers = metrics.map { _ in StreamingScorer() }
        let single = best {
            for row in 0..<rows {
                let time = Timestamp(seconds: Int64(2 * row))
                let values = machine.values()
                for index in scorers.indices { _ = scorers[index].score(values[index], at: time) }
            }
        }
        let idle = best { machine.draw(rows: rows) }
        print("  of it the joint detector         \(nanoseconds(joint - idle, rows)) ns")
        print("  of it eight scores by themselves \(nanoseconds(single - idle, rows)) ns")
    }

    private static func memory() throws {
        let count = 1_000
        var machines: [BenchedMachine] = []
        machines.reserveCapacity(count)
        let before = residentBytes()
        for index in 0..<count {
            machines.append(try BenchedMachine(seed: UInt64(index)))
            machines[index].run(rows: 300)
        }
        let bytes = (residentBytes() - before) / count
        let guardian = machines[0].guardian
        let snapshots = guardian.modelSnapshot().count + guardian.jointSnapshot().count
        print("memory of a machine                \(bytes) bytes, of which \(MemoryLayout<MachineGuard>.size) in line")
        print(
            "snapshots of a machine             \(snapshots) bytes, of which \(guardian.jointSnapshot().count) "
                + "of the joint detector")
        _ = machines[count - 1].guardian.jointVerdict
        try memoryOfForests(&machines)
    }

    /// What a forest of its own adds to a machine, and what it costs a row.
    private static func memoryOfForests(_ machines: inout [BenchedMachine]) throws {
        let rows = (0..<2_000).flatMap { _ in machines[0].values() }
        let forest = try IsolationForest.fit(
            features: metrics, rows: rows, options: ForestOptions(samples: 64)
        ).snapshot()
        let before = residentBytes()
        for index in machines.indices {
            try machines[index].guardian.take(try IsolationForest(snapshot: forest), version: 1)
            machines[index].run(rows: 4)
        }
        let bytes = (residentBytes() - before) / machines.count
        print("memory of its forest               \(bytes) bytes; \(forest.count) on the way")
        var machine = try BenchedMachine(seed: 1)
        machine.run(rows: 6_000)
        let without = best { machine.run(rows: 20_000) }
        try machine.guardian.take(try IsolationForest(snapshot: forest), version: 1)
        machine.run(rows: 6_000)
        let with = best { machine.run(rows: 20_000) }
        print("all of a reading with a forest     \(nanoseconds(with - without, 20_000)) ns more")
    }

    private static func residentBytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, 256, file) != nil else { return 0 }
        let text = line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        let fields = String(decoding: text, as: UTF8.self).split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }

    private static func nanoseconds(_ seconds: Double, _ count: Int) -> Int { Int(seconds / Double(count) * 1e9) }

    private static func best(of runs: Int = 7, _ body: () -> Void) -> Double {
        var least = Double.infinity
        for _ in 0..<runs {
            let start = processorSeconds()
            body()
            least = min(least, processorSeconds() - start)
        }
        return least
    }

    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
