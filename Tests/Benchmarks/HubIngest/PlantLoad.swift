internal import HubIngest
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// A plant's load: machines with four metrics every 2 s, and what the agent derives of each every 10 s.
struct PlantLoad: Sendable {
    var segments: Int
    var agents: Int
    var machines: Int

    /// As an agent seals them when it catches up.
    private static let readingsMax = 65_536
    private static let metrics = [
        ("power", "kW", 100.0), ("temperature", "Cel", 10), ("vibration", "mm/s", 1_000), ("runtime", "h", 10),
    ]

    /// A tenant for each agent, as the tenants' data is apart in real life.
    func makeAgents(_ pool: PostgresPool) async throws -> [AgentPrincipal] {
        var random = SeededRandom(seed: 1)
        var made: [AgentPrincipal] = []
        for _ in 0..<agents {
            let scope = TenantScope(tenant: .random(using: &random))
            let agent = AgentID.random(using: &random)
            try await pool.withTransaction(scope: scope) { connection in
                try connection.execute("INSERT INTO tenants (tenant_id, name) VALUES ($1, 'bench')", [scope.tenant])
                try connection.execute(
                    "INSERT INTO agents (tenant_id, id, name) VALUES ($1, $2, 'gateway')", [scope.tenant, agent])
            }
            made.append(AgentPrincipal(scope: scope, agent: agent))
        }
        return made
    }

    /// The rounds of each agent, as they travel.
    func frames() throws -> [[[UInt8]]] {
        try (0..<agents).map { agent in
            var random = SeededRandom(seed: UInt64(100 + agent))
            let incarnation = IncarnationID.random(using: &random)
            let perSegment = Self.readingsMax / (machines * Self.metrics.count)
            var wear = (0..<machines).map { _ in 5_000 + random.unit() * 1_000 }
            var start = SystemClock().now().microseconds - Int64(segments * perSegment) * 2_000_000
            start -= start % 1_000
            return try (1...segments).map { seq in
                let content = content(from: start, count: perSegment, &wear, &random)
                start += Int64(perSegment) * 2_000_000
                return try frame(content, seq: UInt64(seq), incarnation)
            }
        }
    }

    /// What the database has of it: measured readings, derived values, and bytes of the tables that grow with them.
    func stored(_ pool: PostgresPool, _ agents: [AgentPrincipal]) async throws -> (Int, Int, Int) {
        var readings = 0
        var derived = 0
        for agent in agents {
            let row = try await pool.withTransaction(scope: agent.scope) { connection in
                let row = try connection.query(
                    "SELECT sum(readings)::bigint AS readings, sum(derived)::bigint AS derived FROM sync_segments"
                ).first
                return (try row?.value("readings") ?? 0, try row?.value("derived") ?? 0)
            }
            readings += row.0
            derived += row.1
        }
        let bytes: Int = try await pool.withSystemTransaction { connection in
            try connection.query(
                """
                SELECT (SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits
                        WHERE inhparent = 'chunks'::regclass)
                    ::bigint + pg_total_relation_size('rollup_1m') + pg_total_relation_size('rollup_1h')
                    + pg_total_relation_size('rollup_1d') + pg_total_relation_size('series')
                    + pg_total_relation_size('sync_segments') AS bytes
                """
            ).first?.value("bytes") ?? 0
        }
        return (readings, derived, bytes)
    }

    private func content(
        from start: Int64, count: Int, _ wear: inout [Double], _ random: inout SeededRandom
    ) -> SegmentContent {
        var blocks: [SegmentBlock] = []
        for machine in 0..<machines {
            guard let key = MachineKey(factory: "bench", machine: "m\(machine)") else { continue }
            // Devices send on their own clocks, a few milliseconds off.
            let times = (0..<count).map { start + Int64($0) * 2_000_000 + Int64(random.next() % 20) * 1_000 }
            var level = 40.0
            let columns = Self.metrics.enumerated().compactMap { index, metric -> SegmentColumn? in
                guard let name = MetricName(metric.0) else { return nil }
                let values = times.map { _ -> Double in
                    level += 0.3 * random.normal() - 0.01 * (level - 40)
                    if index == 3 { wear[machine] += 2.0 / 3_600 }
                    let value = index == 3 ? wear[machine] : (index == 2 ? level / 10 : level)
                    return (value * metric.2).rounded() / metric.2
                }
                return SegmentColumn(metric: name, unit: metric.1, values: values)
            }
            blocks.append(SegmentBlock(machine: key, isDerived: false, times: times, columns: columns))
            blocks.append(derived(key, times: stride(from: 0, to: count, by: 5).map { times[$0] }, &random))
        }
        return SegmentContent(blocks: blocks)
    }

    private func derived(_ key: MachineKey, times: [Int64], _ random: inout SeededRandom) -> SegmentBlock {
        let names =
            ["~score", "~twin.temperature", "~twin.vibration", "~twin.health"]
            + Self.metrics.prefix(3).flatMap { ["~low.\($0.0)", "~high.\($0.0)"] }
        let columns = names.compactMap { name -> SegmentColumn? in
            guard let metric = MetricName(name) else { return nil }
            let values = times.map { _ in (random.unit() * 1_000).rounded() / 1_000 }
            return SegmentColumn(metric: metric, unit: "1", values: values)
        }
        return SegmentBlock(machine: key, isDerived: true, times: times, columns: columns)
    }

    private func frame(_ content: SegmentContent, seq: UInt64, _ incarnation: IncarnationID) throws -> [UInt8] {
        try Self.frame([try Self.record(content, seq: seq)], incarnation)
    }

    /// A segment of a content.
    static func record(_ content: SegmentContent, seq: UInt64) throws -> SegmentRecord {
        let payload = try SegmentCodec.encode(content)
        let range = content.timeRange ?? 0...0
        return SegmentRecord(
            seq: seq, digest: Digest(of: payload), readings: UInt64(content.measuredReadings),
            derived: UInt64(content.derivedReadings), firstTime: range.lowerBound, lastTime: range.upperBound,
            payload: payload)
    }

    /// A round of segments and nothing else.
    static func frame(_ records: [SegmentRecord], _ incarnation: IncarnationID) throws -> [UInt8] {
        let start = EventCursor(seq: 0, chain: EventChain.start(of: incarnation))
        let newest = records.last?.seq ?? 0
        let last = records.map(\.lastTime).max() ?? 0
        return try RoundFrame.encode(
            RoundRequest(
                hello: AgentHello(
                    software: "bench", incarnation: incarnation, round: newest, resumeToken: [], hubGeneration: 1,
                    acknowledged: start, newestEvent: 0, newestSegment: newest),
                events: nil, segments: records, live: nil, report: AgentReport(backlog: .empty, disk: nil),
                clock: ClockStamps(agentSent: Timestamp(microseconds: last))))
    }
}
