public import HubPlant
public import HubTenancy
public import Telemetry

extension PlantStore {
    /// Counts what of one tenant's sync is behind or waits, as of now; by indices, not through history.
    public func syncCensus(at now: Timestamp, _ scope: TenantScope) async throws -> SyncCensus {
        try await pool.withTransaction(scope: scope) { connection in
            var census = SyncCensus()
            for row in try connection.query(Self.censusOfSync, [now]) {
                census.agents = Int(try row.value("agents") as Int64)
                census.agentsSilent = Int(try row.value("silent") as Int64)
                census.agentsStalled = Int(try row.value("stalled") as Int64)
                census.backlogReadings = Int(try row.value("readings") as Int64)
                census.backlogEvents = Int(try row.value("events") as Int64)
                census.backlogDocuments = Int(try row.value("documents") as Int64)
                census.backlogSecondsLeft = try row.value("seconds_left")
                census.backlogBytes = Int(try row.value("bytes") as Int64)
                census.backlogSeconds = try row.value("seconds")
                census.conflictsOpen = Int(try row.value("conflicts") as Int64)
                census.commandsOpen = Int(try row.value("commands") as Int64)
            }
            return census
        }
    }

    private static let censusOfSync = """
        SELECT a.*, c.conflicts, o.commands, l.silent, l.stalled
        FROM (
            SELECT count(*) AS agents, coalesce(sum(backlog_readings), 0)::bigint AS readings,
                coalesce(sum(backlog_events), 0)::bigint AS events,
                coalesce(sum(backlog_documents), 0)::bigint AS documents,
                coalesce(sum(backlog_bytes), 0)::bigint AS bytes,
                coalesce(max(extract(epoch FROM $1 - backlog_oldest_at)) FILTER (WHERE waits), 0)::float8 AS seconds,
                CASE WHEN count(*) FILTER (WHERE waits) = 0 THEN 0
                    ELSE max(backlog_seconds_left) FILTER (WHERE waits) END AS seconds_left
            FROM (
                SELECT *, backlog_segments > 0 OR backlog_readings > 0 OR backlog_events > 0
                    OR backlog_documents > 0 AS waits
                FROM agents WHERE last_seen_at IS NOT NULL
            ) heard
        ) a, (
            SELECT count(*) AS conflicts FROM conflicts WHERE state IN ('detected', 'open', 'claimed', 'reopened')
        ) c, (
            SELECT count(*) AS commands FROM commands WHERE state IN ('QUEUED', 'RECEIVED', 'EXECUTING', 'ACCEPTED')
        ) o, (
            SELECT count(DISTINCT agent_id) FILTER (WHERE kind = 'AGENT_OFFLINE') AS silent,
                count(DISTINCT agent_id) FILTER (WHERE kind = 'SYNC_STALLED') AS stalled
            FROM alerts WHERE active AND kind IN ('AGENT_OFFLINE', 'SYNC_STALLED')
        ) l
        """
}
