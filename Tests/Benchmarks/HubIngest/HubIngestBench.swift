internal import Glibc
internal import HubIngest
internal import HubStore
internal import HubTenancy
internal import Logging
internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Measures the hub's ingest: real rounds with real segments through `RoundService` into a real PostgreSQL.
///
///     HubIngestBench "host=… port=… dbname=… user=…" [segments-of-each-agent] [agents] [machines]
///     HubIngestBench "host=… port=… dbname=… user=…" idle [agents] [rounds]     rounds that bring nothing
///     HubIngestBench "host=… port=… dbname=… user=…" wide [days] [segments] [readings]     one round at its budget
///
/// The database is to be empty. Rounds are made before the clock starts, as agents make them elsewhere; one segment
/// a round, each agent sends its next round when the last was answered. Prints one line of JSON.
@main
struct HubIngestBench {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 2 else {
            print("usage: HubIngestBench DATABASE [segments] [agents] [machines]")
            exit(64)
        }
        let numbers = arguments.dropFirst(2).compactMap { Int($0) }
        let load = PlantLoad(
            segments: numbers.count > 0 ? numbers[0] : 60, agents: numbers.count > 1 ? numbers[1] : 2,
            machines: numbers.count > 2 ? numbers[2] : 30)
        let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        let options = PostgresOptions(
            address: arguments[1], connections: ["idle", "wide"].contains(arguments[2...].first) ? 4 : load.agents + 1)
        try SchemaMigrator(options, logger: logger).migrate()
        let pool = PostgresPool(options, logger: logger)
        let partitions = ChunkPartitions(pool)
        let service = RoundService(pool, partitions: partitions, logger: logger)
        if arguments.count > 2, arguments[2] == "idle" {
            try await IdleRounds(
                agents: numbers.first ?? 1_000, rounds: numbers.count > 1 ? numbers[1] : 20_000
            ).run(service, pool)
            return
        }
        if arguments.count > 2, arguments[2] == "wide" {
            try await WideRound(arguments.dropFirst(3)).run(service, pool)
            return
        }
        let agents = try await load.makeAgents(pool)
        let frames = try load.frames()
        let clock = SystemClock()
        let before = clock.uptime()
        try await withThrowingTaskGroup { group in
            for (agent, rounds) in zip(agents, frames) {
                group.addTask {
                    for frame in rounds {
                        let result = try await service.handle(frame: frame, agent: agent, receivedAt: clock.now())
                        guard result.counts.segments == 1 else { throw BenchFailure.notStored }
                    }
                }
            }
            try await group.waitForAll()
        }
        let seconds = clock.uptime().seconds(since: before)
        let (readings, derived, bytes) = try await load.stored(pool, agents)
        print(
            """
            {"readings": \(readings), "derived": \(derived), "series": \(load.agents * load.machines * 4), \
            "seconds": \(seconds), "rate": \(Double(readings) / seconds), "bytes": \(bytes), \
            "bytes_a_reading": \(Double(bytes) / Double(readings))}
            """)
    }
}

/// The hub did not do what it was measured for.
enum BenchFailure: Error {
    case notStored
}
