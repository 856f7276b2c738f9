internal import AgentStore
internal import Glibc
internal import Runtime
internal import SyncWire
internal import Telemetry

/// Fills an agent's folder with a backlog, as if the hub had been away while a plant ran: real segments, real ledger.
///
///     BacklogMaker FOLDER READINGS METRICS [real|noise] [readings-of-a-segment]
///
/// Readings are one second apart in each metric and end now. `real` values walk as a plant's do; `noise` does not
/// compress, for a backlog of many bytes in little time. Prints one line of JSON.
@main
struct BacklogMaker {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 4, let readings = Int(arguments[2]), let metrics = Int(arguments[3]), metrics > 0
        else {
            print("usage: BacklogMaker FOLDER READINGS METRICS [real|noise] [readings-of-a-segment]")
            exit(64)
        }
        let isNoise = arguments.count > 4 && arguments[4] == "noise"
        let perSegment = arguments.count > 5 ? Int(arguments[5]) ?? OpenWindow.sealingCount : OpenWindow.sealingCount
        let clock = SystemClock()
        let began = clock.uptime()
        var random = SeededRandom(seed: 1)
        let store = try AgentStore.open(
            folder: arguments[1], options: StoreOptions(budgetBytes: 1 << 40, freeBytesMin: 0), now: clock.now(),
            random: &random)
        var plant = try WalkingPlant(store, metrics: metrics, isNoise: isNoise)
        let seconds = readings / metrics
        var time = clock.now().microseconds / 1_000_000 * 1_000_000 - Int64(seconds) * 1_000_000
        for _ in 0..<seconds {
            time += 1_000_000
            plant.step(store, at: time)
            if store.window.count >= perSegment { try Self.seal(store, at: clock.now()) }
        }
        try Self.seal(store, at: clock.now())
        let backlog = try store.backlog()
        print(
            """
            {"readings": \(backlog.readings), "segments": \(backlog.segments), "bytes": \(backlog.bytes), \
            "seconds": \(clock.uptime().seconds(since: began))}
            """)
    }

    private static func seal(_ store: AgentStore, at now: Timestamp) throws {
        try store.commit(CommitBatch(), at: now)
        try store.seal(at: now)
    }
}
