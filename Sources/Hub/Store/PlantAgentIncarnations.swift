public import HubPlant
public import HubTenancy
internal import SyncCore
public import Telemetry

extension PlantStore {
    /// All incarnations of an agent that the hub ever heard, the current one first, then the newest.
    public func incarnations(of agent: AgentID, _ scope: TenantScope) async throws -> [AgentIncarnation] {
        try await pool.withTransaction(scope: scope) { connection in
            var cursors: [IncarnationID: [AgentIncarnation.Cursor]] = [:]
            for row in try connection.query(
                """
                SELECT incarnation, stream, seq, updated_at FROM sync_cursors
                WHERE tenant_id = $1 AND agent_id = $2 ORDER BY incarnation, stream
                """, [scope.tenant, agent])
            {
                let stream: Int = try row.value("stream")
                cursors[try row.value("incarnation"), default: []].append(
                    AgentIncarnation.Cursor(
                        stream: [1: "events", 2: "documents", 16: "downlink"][stream] ?? "\(stream)",
                        seq: try row.value("seq"), movedAt: try row.value("updated_at")))
            }
            return try connection.query(Self.incarnationRows, [scope.tenant, agent]).map { row in
                try Self.incarnation(row, cursors)
            }
        }
    }

    private static func incarnation(
        _ row: PostgresRow, _ cursors: [IncarnationID: [AgentIncarnation.Cursor]]
    ) throws -> AgentIncarnation {
        let id: IncarnationID = try row.value("incarnation")
        return AgentIncarnation(
            id: id, standing: try row.value("standing"), predecessor: try row.value("predecessor"),
            hasSuccessor: try row.value("has_successor"), software: try row.value("software"),
            beganAt: try row.value("began_at"), heardAt: try row.value("heard_at"),
            endedAt: try row.value("ended_at"), decidedBy: try row.value("decided_by"),
            decidedAt: try row.value("decided_at"), newestSegment: try row.value("newest_segment"),
            cursors: cursors[id] ?? [],
            apart: AgentIncarnation.Apart(
                events: try row.value("apart_events"), segments: try row.value("apart_segments"),
                readings: try row.value("apart_readings"), bytes: try row.value("apart_bytes")))
    }

    private static let incarnationRows = """
        SELECT c.incarnation, c.newest_segment, i.predecessor, i.began_at, i.ended_at, i.decided_by, i.decided_at,
            coalesce(i.standing, CASE WHEN a.incarnation = c.incarnation THEN 'CURRENT' ELSE 'ENDED' END) AS standing,
            CASE WHEN a.incarnation = c.incarnation THEN a.version ELSE coalesce(i.software, '') END AS software,
            CASE WHEN a.incarnation = c.incarnation THEN a.last_seen_at ELSE i.heard_at END AS heard_at,
            EXISTS (SELECT FROM agent_incarnations s WHERE s.tenant_id = $1 AND s.agent_id = $2
                AND s.predecessor = c.incarnation) AS has_successor,
            apart.events AS apart_events, apart.segments AS apart_segments, apart.readings AS apart_readings,
            apart.bytes AS apart_bytes
        FROM sync_cursors c
        JOIN agents a ON a.tenant_id = c.tenant_id AND a.id = c.agent_id
        LEFT JOIN agent_incarnations i ON i.tenant_id = c.tenant_id AND i.agent_id = c.agent_id
            AND i.incarnation = c.incarnation
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE p.stream = 1) AS events, count(*) FILTER (WHERE p.stream = 3) AS segments,
                coalesce(sum(p.readings), 0)::bigint AS readings,
                coalesce(sum(length(p.payload)), 0)::bigint AS bytes
            FROM sync_apart p WHERE p.tenant_id = c.tenant_id AND p.agent_id = c.agent_id
                AND p.incarnation = c.incarnation) AS apart
        WHERE c.tenant_id = $1 AND c.agent_id = $2 AND c.stream = 1
        ORDER BY a.incarnation = c.incarnation DESC, i.began_at DESC NULLS LAST, c.incarnation LIMIT 64
        """
}
