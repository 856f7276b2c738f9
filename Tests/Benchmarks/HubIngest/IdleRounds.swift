internal import Glibc
internal import HubIngest
internal import HubStore
internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Rounds that bring nothing, as most are: many agents of one tenant, each asking again and again.
struct IdleRounds {
    let agents: Int
    let rounds: Int
    /// How many are under way at once.
    let width = 4

    /// Runs them all; prints one line of JSON with the time and the CPU of this process, first rounds left out.
    func run(_ service: RoundService, _ pool: PostgresPool) async throws {
        var load = PlantLoad(segments: 0, agents: 1, machines: 0)
        load.agents = agents
        let principals = try await load.makeAgents(pool)
        var random = SeededRandom(seed: 5)
        let incarnations = principals.map { _ in IncarnationID.random(using: &random) }
        let clock = SystemClock()
        var tokens: [[UInt8]] = []
        for (agent, incarnation) in zip(principals, incarnations) {
            var token: [UInt8] = []
            for round in 1...2 {
                let frame = try Self.frame(incarnation, round: UInt64(round), token: token)
                let result = try await service.handle(frame: frame, agent: agent, receivedAt: clock.now())
                token = try RoundFrame.decodeAnswer(result.answer).resumeToken
            }
            tokens.append(token)
        }
        let frames = try zip(incarnations, tokens).map { try Self.frame($0, round: 3, token: $1) }
        let began = clock.uptime()
        let cpu = Self.cpuSeconds()
        try await withThrowingTaskGroup { group in
            for lane in 0..<width {
                group.addTask {
                    for number in stride(from: lane, to: rounds, by: width) {
                        let place = number % agents
                        _ = try await service.handle(
                            frame: frames[place], agent: principals[place], receivedAt: clock.now())
                    }
                }
            }
            try await group.waitForAll()
        }
        print(
            """
            {"rounds": \(rounds), "seconds": \(clock.uptime().seconds(since: began)), \
            "cpu_ms_a_round": \((Self.cpuSeconds() - cpu) * 1_000 / Double(rounds))}
            """)
    }

    private static func frame(_ incarnation: IncarnationID, round: UInt64, token: [UInt8]) throws -> [UInt8] {
        let start = EventCursor(seq: 0, chain: EventChain.start(of: incarnation))
        return try RoundFrame.encode(
            RoundRequest(
                hello: AgentHello(
                    software: "bench", incarnation: incarnation, round: round, resumeToken: token, hubGeneration: 1,
                    acknowledged: start, newestEvent: 0, newestSegment: 0),
                events: nil, segments: [], live: nil, report: AgentReport(backlog: .empty, disk: nil),
                clock: ClockStamps(agentSent: SystemClock().now())))
    }

    /// User and system time of this process.
    private static func cpuSeconds() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let times = [usage.ru_utime, usage.ru_stime]
        return times.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1_000_000 }
    }
}
