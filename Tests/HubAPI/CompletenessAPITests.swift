import Foundation
import HubAPI
import Testing

@Suite("What the hub has of a machine's hours, over the API", .serialized)
struct CompletenessAPITests {
    @Test("each hour is complete, thinned or missing, and says why")
    func hours() async throws {
        let hub = try await SharedHub.shared.get()
        let history = try await PlayedHistory(hub, hub.newcomer())
        try await history.hours("power", "kW", count: 5, value: "1")
        try await hub.psql(
            """
            UPDATE machines SET created_at = now() - interval '10 days', intervals = '{"power": 3600}'
            WHERE id = '\(history.machine)';
            INSERT INTO agents (tenant_id, id, name, last_seen_at)
            VALUES ('\(history.user.tenant)', gen_random_uuid(), 'gateway', now() + interval '1 hour');
            UPDATE machines SET agent_id = (SELECT id FROM agents WHERE tenant_id = '\(history.user.tenant)')
            WHERE id = '\(history.machine)';
            INSERT INTO telemetry_gaps (tenant_id, agent_id, machine_id, reason, readings, at, from_time, to_time,
                thinned_to_seconds)
            SELECT a.tenant_id, a.id, CASE WHEN n < 4 THEN '\(history.machine)'::uuid END, reason, 10, now(),
                date_trunc('hour', now(), 'UTC') - interval '1 hour' * n,
                date_trunc('hour', now(), 'UTC') - interval '1 hour' * n + interval '30 min', seconds
            FROM agents a, (VALUES (2, 'DROPPED', NULL), (3, 'THINNED', 60), (4, 'DROPPED', NULL)) g(n, reason, seconds)
            WHERE a.tenant_id = '\(history.user.tenant)'
            """)
        let answer = try await history.get("completeness?from=now-5h")
        #expect(answer.status == 200)
        let told = try #require(answer.data.elements)
        #expect(told.count >= 5)
        let states = told.dropLast().suffix(4).map { $0["state"]?.text }
        #expect(states == ["unknown", "thinned", "missing", "complete"])
        let missing = try #require(told.first { $0["state"]?.text == "missing" })
        #expect(missing["reasons"]?[0]?["reason"]?.text == "DROPPED")
        #expect(missing["reasons"]?[0]?["readings"]?.integer == 10)
        let shared = try #require(told.first { $0["reasons"]?[0]?["readingsOfAgent"]?.integer != nil })
        #expect(shared["state"]?.text == "unknown" && shared["reasons"]?[0]?["readings"]?.integer == nil)
        #expect(shared["reasons"]?[0]?["readingsOfAgent"]?.integer == 10)
        let thinned = try #require(told.first { $0["state"]?.text == "thinned" })
        #expect(thinned["reasons"]?[0]?["thinnedToSeconds"]?.integer == 60)
        let whole = try #require(told.first { $0["state"]?.text == "complete" })
        #expect(whole["reasons"]?.elements?.isEmpty == true, "\(whole)")
        #expect(told.allSatisfy { $0["readings"]?.integer != nil && $0["hour"]?.text != nil })
    }

    @Test("what cannot be asked for is refused, and another tenant's machine is not there")
    func refusals() async throws {
        let hub = try await SharedHub.shared.get()
        let history = try await PlayedHistory(hub, hub.newcomer())
        #expect(try await history.get("completeness").status == 200)
        for query in ["from=now-1h&to=now-2h", "from=now-100d", "from=yesterday"] {
            let wrong = try await history.get("completeness?\(query)")
            #expect(wrong.status == 422 && wrong.faultyFields == ["from"], "\(query)")
        }
        let stranger = try await hub.newcomer()
        #expect(try await history.get("completeness", token: stranger.token).status == 404)
        #expect(try await hub.call("GET", "/api/machines/\(history.machine)/completeness").status == 401)
    }
}
