import HubIngest
import HubPlant
import HubStore
import HubTenancy
import Runtime
import SyncWire
import Telemetry
import TestKit
import Testing

/// Runs what the hub runs all day on a filled database and reads the plans that the server really used.
@Suite struct QueryPlanTests {
    /// Tables that grow for ever: no statement may read one of them from end to end.
    private static let large = [
        "chunks_", "rollup_1m", "rollup_1h", "sync_segments", "alerts", "alert_events", "documents",
        "document_history", "conflicts", "conflict_events", "sync_downlink", "commands", "command_events",
        "sync_links", "telemetry_gaps",
    ]

    @Test func noStatementScansALargeTable() async throws {
        let world = try await RoundWorld(connections: 1)
        var agent = TestAgent()
        agent.write((1...5).map { .alert(TestAgent.alert($0)) })
        try await world.send(agent.request(segments: [try TestAgent.segment(1)]))
        var edge = TestEdge(seed: 10)
        edge.write("notes", .text("a"))
        try await world.edit("notes", .text("b"))
        try await world.exchange(&edge)
        try await fill(world)
        // A new pool: settings of the database hold for new connections.
        let options = PostgresOptions(address: world.server.address(database: world.name), connections: 1)
        let pool = PostgresPool(options, logger: RoundWorld.quiet)
        let partitions = ChunkPartitions(pool)
        let service = RoundService(pool, partitions: partitions, clock: world.clock, logger: RoundWorld.quiet)
        let machine = try #require(MachineID(try await world.psql("SELECT machine_id FROM series LIMIT 1")))
        let now = TestAgent.start.advanced(seconds: 3_600)
        let readings = ReadingsStore(pool: pool)
        let scope = world.principal.scope
        // Often enough that the server changes over to its general plan.
        for seq in 2...9 {
            agent.write([.alert(TestAgent.alert(UInt64(seq), revision: 2))])
            let at = now.advanced(seconds: Double(seq) * 1_000)
            let frame = try RoundFrame.encode(
                agent.request(eventsFrom: 1, segments: [try TestAgent.segment(UInt64(seq), at: at)]))
            _ = try await service.handle(frame: frame, agent: world.principal, receivedAt: now)
            try await edit(&edge, world, service, number: seq)
            for resolution in ReadingsResolution.allCases {
                let query = ReadingsQuery(
                    machine: machine, from: now.advanced(seconds: -7_200), to: now, resolution: resolution)
                _ = try await readings.readings(scope, query, now: now)
            }
            _ = try await readings.statistics(scope, machine: machine, from: now.advanced(seconds: -7_200), to: now)
            _ = try await readings.dashboard(scope)
            try await command(world, pool, machine, at: now)
            _ = try await SyncRetention(pool).run(now: now)
            _ = try await ChunkCompaction(pool: pool).run(now: now)
        }
        let scans = world.server.log.split(separator: "\n").filter { line in
            line.contains("Seq Scan on ") && Self.large.contains { line.contains("Seq Scan on \($0)") }
        }
        #expect(world.server.log.contains("Query Text: "))
        #expect(Set(scans.map { $0.trimmingPrefix { $0 == " " } }).isEmpty, "\(Set(scans))")
    }

    /// An edit on either side, in conflict with each other, exchanged and ended.
    private func edit(_ edge: inout TestEdge, _ world: RoundWorld, _ service: RoundService, number: Int) async throws {
        edge.write("notes", .text("edge \(number)"))
        try await world.edit("notes", .text("hub \(number)"))
        for _ in 1...2 {
            let frame = try RoundFrame.encode(edge.request())
            let result = try await service.handle(frame: frame, agent: world.principal, receivedAt: TestAgent.start)
            try edge.settle(try RoundFrame.decodeAnswer(result.answer))
        }
    }

    /// A command from its issue to its end.
    private func command(
        _ world: RoundWorld, _ pool: PostgresPool, _ machine: MachineID, at now: Timestamp
    ) async throws {
        let store = CommandStore(pool)
        let scope = world.principal.scope
        let actor = Actor(user: UserID(UniqueID(high: 1, low: 1)), name: "ann", address: "")
        let draft = CommandDraft(
            action: "stop", arguments: .object([:]), notBefore: nil, lifeSeconds: 60, executionClass: .atMostOnce,
            precondition: Precondition(), documentRevision: nil, shownPrecondition: .null)
        let shown = try await store.send(draft, to: machine, signer: .random(), by: actor, at: now, scope)
        _ = try await store.command(shown.id, scope)
        _ = try await store.commands(of: machine, limit: 20, offset: 0, scope)
        _ = try await store.cancel(shown.id, reason: "", by: actor, at: now, scope)
        _ = try await store.endOverdue(at: now, scope)
    }

    /// A few hundred thousand rows of another tenant and of this one.
    private func fill(_ world: RoundWorld) async throws {
        _ = try await world.psql(
            """
            INSERT INTO tenants SELECT gen_random_uuid(), 'other ' || i FROM generate_series(1, 5) i;
            INSERT INTO chunks (tenant_id, t0, t1, step, v0, series, n, tick, scale)
            SELECT t.tenant_id, 1763712000000000 - i * 3600000000, 1763715598000000 - i * 3600000000, 2, 5, s,
                1800, 1000000, 1
            FROM tenants t, generate_series(1, 100) s, generate_series(0, 100) i;
            INSERT INTO rollup_1m (tenant_id, bucket, series, count, sum, min, max)
            SELECT t.tenant_id, '2025-11-20 00:00Z'::timestamptz + i * interval '1 minute', 1000 + s, 30, 30, 1, 1
            FROM tenants t, generate_series(1, 40) s, generate_series(0, 999) i;
            INSERT INTO rollup_1h (tenant_id, bucket, series, count, sum, min, max)
            SELECT t.tenant_id, '2025-11-20 00:00Z'::timestamptz + i * interval '1 hour', 1000 + s, 30, 30, 1, 1
            FROM tenants t, generate_series(1, 40) s, generate_series(0, 199) i;
            INSERT INTO sync_segments
            SELECT tenant_id, agent_id, incarnation, seq + 1000 * i, digest, readings, derived, bytes, first_time,
                last_time, stored, received_at FROM sync_segments, generate_series(1, 20000) i;
            INSERT INTO alerts (tenant_id, id, machine_id, agent_id, kind, severity, active, raised_at, changed_at,
                resolved_at)
            SELECT tenant_id, gen_random_uuid(), machine_id, agent_id, kind, severity, false, raised_at, changed_at,
                now() FROM alerts, generate_series(1, 5000) i;
            INSERT INTO alert_events (tenant_id, alert_id, at, event, actor)
            SELECT tenant_id, id, raised_at, 'raised', 'x' FROM alerts;
            INSERT INTO documents (tenant_id, kind, subject, agent_id, machine_id, state, revision)
            SELECT tenant_id, 'machine', 'north/m' || i, agent_id, machine_id, state, 1
            FROM documents, generate_series(1, 20000) i;
            INSERT INTO document_history (tenant_id, kind, subject, revision, at, event, path, actor, authority, reason,
                dot, label_at, label_count, rule, conflicted)
            SELECT tenant_id, 'machine', subject, 1, now(), 'written', 'notes', 'x', 1, '', 'd', now(), 0, 'r',
                false FROM documents LIMIT 20000;
            INSERT INTO conflicts (tenant_id, id, kind, subject, path, agent_id, machine_id, siblings, before, rule,
                severity, policy_version, state, revision, detected_at, changed_at)
            SELECT tenant_id, gen_random_uuid(), kind, 'north/m' || i, path, agent_id, machine_id, siblings, before,
                rule, severity, 1, 'closed', 3, now(), now() FROM conflicts, generate_series(1, 20000) i;
            INSERT INTO conflict_events (tenant_id, conflict_id, at, event, actor, detail)
            SELECT tenant_id, id, now(), 'opened', 'policy', '' FROM conflicts;
            INSERT INTO sync_downlink (tenant_id, agent_id, incarnation, seq, kind, payload, chain)
            SELECT tenant_id, agent_id, gen_random_uuid(), i, 32, '', '' FROM documents, generate_series(1, 2) i
            LIMIT 20000;
            INSERT INTO machines (tenant_id, id, factory_id, name, agent_id)
            SELECT tenant_id, gen_random_uuid(), factory_id, 'm' || i, agent_id FROM machines,
                generate_series(1000, 1400) i;
            INSERT INTO commands (tenant_id, id, agent_id, machine_id, action, arguments, issuer, issued_at, not_before,
                expires_at, execution_class, precondition, fence, signed_order, key_id, signature, state, changed_at,
                waiting)
            SELECT tenant_id, gen_random_uuid(), agent_id, id, 'stop', '{}', 'x', now(), now(), now(), 0, '{}',
                i, '', 'k', '', 'DONE', now(), false
            FROM machines, generate_series(1, 50) i;
            INSERT INTO command_events (tenant_id, command_id, at, event, actor)
            SELECT tenant_id, id, now(), 'DONE', 'x' FROM commands;
            INSERT INTO sync_links (tenant_id, agent_id, incarnation, via, first_seq, last_seq, links)
            SELECT a.tenant_id, a.id, gen_random_uuid(), gen_random_uuid(), i, i, '' FROM agents a,
                generate_series(1, 20000) i;
            INSERT INTO telemetry_gaps (tenant_id, agent_id, from_time, to_time, readings, reason, at, incarnation,
                segment)
            SELECT a.tenant_id, a.id, now(), now(), 1, 'DROPPED', now(), gen_random_uuid(), i FROM agents a,
                generate_series(1, 20000) i;
            ANALYZE;
            ALTER DATABASE \(world.name) SET session_preload_libraries = 'auto_explain';
            ALTER DATABASE \(world.name) SET auto_explain.log_min_duration = 0;
            ALTER DATABASE \(world.name) SET auto_explain.log_nested_statements = on;
            """)
    }
}
