import AgentAutonomy
import AnalyticsTwin
import DeviceProfiles
import Runtime
import Telemetry

/// A machine whose eight metrics follow one load, under its guard.
struct BenchedMachine {
    var guardian: MachineGuard
    private var context: GuardContext
    private var effects: [AutonomyEffect] = []
    private var random: SeededRandom
    private var load = 0.0
    private var second: Int64 = 0
    private var row = [Double](repeating: 0, count: GuardBench.metrics.count)

    init(seed: UInt64) throws {
        guard let key = MachineKey(factory: "north", machine: "m\(seed)") else { throw BenchError.keyInvalid }
        guardian = MachineGuard(key: key, profile: Self.profile)
        random = SeededRandom(seed: seed)
        context = GuardContext(
            now: Timestamp(seconds: 0), uptime: Uptime(nanoseconds: 1), hubReachable: true,
            random: SeededRandom(seed: seed))
    }

    /// One for all machines, as the agent's library holds it.
    private static let profile: FirmwareProfile = {
        var profile = FirmwareProfile(name: "bench", version: 1, machineType: "PUMP")
        profile.metrics = GuardBench.metrics.compactMap(MetricName.init).map {
            MetricDefinition(name: $0, unit: "1", intervalSeconds: 2)
        }
        profile.twin = TwinParameters()
        return profile
    }()

    /// Draws a reading and shows it, so many times.
    mutating func run(rows: Int) {
        for _ in 0..<rows {
            second += 2
            let time = Timestamp(seconds: second)
            context.now = time
            context.uptime = Uptime(nanoseconds: UInt64(second) * 1_000_000_000)
            _ = values()
            for slot in row.indices {
                guardian.observe(slot: slot, value: row[slot], at: time, context: &context, effects: &effects)
            }
            effects.removeAll(keepingCapacity: true)
        }
    }

    /// Draws readings and shows them to nobody.
    mutating func draw(rows: Int) {
        for _ in 0..<rows { _ = values() }
    }

    mutating func values() -> [Double] {
        load += (random.unit() - 0.5 - load) * 0.2
        row[0] = 12 + 6 * load
        for index in 1..<row.count { row[index] = Double(10 * index) + 4 * load + random.unit() }
        return row
    }
}

/// Why a machine cannot be made.
enum BenchError: Error {
    case keyInvalid
}
