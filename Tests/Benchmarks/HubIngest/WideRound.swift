internal import Glibc
internal import HubIngest
internal import HubStore
internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// What one round at the budget of what its segments may expand to costs the hub, in memory and time.
///
/// No agent sends such a round: each of its 3.9 million readings is in a bucket of its own (`minutes`), or in a chunk
/// of its own as well (`days`), which is the most that a value can become.
struct WideRound {
    /// How many segments the readings are in.
    let segments: Int
    /// How many readings; about 3.9 million fit.
    let readings: Int
    /// Between two readings of a series.
    let distance: Int64

    private static let columns = 100

    /// A round by the words of the command line: `days` or nothing, segments, readings.
    init(_ words: ArraySlice<String>) {
        let numbers = words.compactMap { Int($0) }
        segments = max(1, numbers.first ?? 15)
        readings = numbers.count > 1 ? numbers[1] : 3_900_000
        distance = words.contains("days") ? 86_400_000_000 : 60_000_000
    }

    /// Takes it in; prints one line of JSON with the memory before and at its highest.
    func run(_ service: RoundService, _ pool: PostgresPool) async throws {
        let agents = try await PlantLoad(segments: 0, agents: 1, machines: 0).makeAgents(pool)
        let frame = try frame()
        let clock = SystemClock()
        Self.forgetPeak()
        let before = Self.kilobytes("VmRSS:")
        let began = clock.uptime()
        for agent in agents {
            let result = try await service.handle(frame: frame, agent: agent, receivedAt: clock.now())
            guard result.counts.segments == segments else { throw BenchFailure.notStored }
        }
        print(
            """
            {"segments": \(segments), "readings": \(readings), "frame_bytes": \(frame.count), \
            "seconds": \(clock.uptime().seconds(since: began)), "resident_before_mb": \(before / 1_024), \
            "peak_mb": \(Self.kilobytes("VmHWM:") / 1_024)}
            """)
    }

    private func frame() throws -> [UInt8] {
        var random = SeededRandom(seed: 7)
        let incarnation = IncarnationID.random(using: &random)
        let count = readings / segments / Self.columns
        let start = SystemClock().now().microseconds - Int64(count * segments) * distance
        guard let key = MachineKey(factory: "bench", machine: "wide") else { throw BenchFailure.notStored }
        let records = try (0..<segments).map { place in
            let times = (0..<count).map { start + Int64(place * count + $0) * distance }
            let columns = (0..<Self.columns).compactMap { number in
                MetricName("metric-\(number)").map {
                    SegmentColumn(metric: $0, unit: "kW", values: times.indices.map { Double($0 % 500) })
                }
            }
            let block = SegmentBlock(machine: key, isDerived: false, times: times, columns: columns)
            return try PlantLoad.record(SegmentContent(blocks: [block]), seq: UInt64(place + 1))
        }
        return try PlantLoad.frame(records, incarnation)
    }

    /// The memory that is resident from now on counts, not what making the round took.
    private static func forgetPeak() {
        guard let file = fopen("/proc/self/clear_refs", "w") else { return }
        fputs("5", file)
        fclose(file)
    }

    /// A line of this process's status.
    private static func kilobytes(_ name: String) -> Int {
        guard let file = fopen("/proc/self/status", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                .split { $0 == " " || $0 == "\t" || $0 == "\n" }
            if words.count > 1, words[0] == name { return Int(words[1]) ?? 0 }
        }
        return 0
    }
}
