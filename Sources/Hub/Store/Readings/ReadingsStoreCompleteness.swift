public import HubPlant
public import HubTenancy
public import Telemetry

extension ReadingsStore {
    /// What is known of a machine's readings from one moment up to another; nothing when there is no such machine.
    public func recordKeeping(
        _ scope: TenantScope, machine: MachineID, from: Timestamp, to: Timestamp
    ) async throws -> MachineRecordKeeping? {
        try await within(scope) { connection in
            let rows = try connection.query(Self.machineAndAgent, [machine])
            guard let row = rows.first else { return nil }
            let agent: AgentID? = try row.value("agent_id")
            var source: MachineRecordKeeping.Source?
            if agent != nil {
                source = .init(lastSeenAt: try row.value("last_seen_at"), backlogFrom: try row.value("backlog_from"))
            }
            let gaps = try connection.query(Self.gaps, [machine, agent, from, to]).map { row in
                MachineRecordKeeping.Gap(
                    isOfMachine: try row.value("of_machine"), reason: try row.value("reason"),
                    readings: try row.value("readings"), from: try row.value("first"), to: try row.value("last"),
                    thinnedToSeconds: try row.value("thinned_to_seconds"))
            }
            var readings: [Timestamp: Int] = [:]
            for row in try connection.query(Self.readingsByHour, [machine, from, to]) {
                readings[try row.value("bucket")] = try row.value("readings")
            }
            return MachineRecordKeeping(
                knownSince: try row.value("created_at"), source: source,
                expectedAnHour: try row.value("expected"), readings: readings, gaps: gaps)
        }
    }

    private static let machineAndAgent = """
        SELECT m.created_at, m.agent_id, a.last_seen_at,
            CASE WHEN a.backlog_segments > 0 OR a.backlog_readings > 0 THEN a.backlog_oldest_at END AS backlog_from,
            (SELECT sum(CASE WHEN value::float8 >= 0.001 THEN 3600 / value::float8 END)
                FROM jsonb_each_text(m.intervals)) AS expected
        FROM machines m LEFT JOIN agents a ON a.tenant_id = m.tenant_id AND a.id = m.agent_id
        WHERE m.id = $1 AND m.deleted_at IS NULL
        """

    /// Those of the machine, those of all machines of its agent, and segments that wait in the quarantine, by hour.
    private static let gaps = """
        SELECT of_machine, reason, thinned_to_seconds, min(from_time) AS first, max(to_time) AS last,
            least(sum(readings), 9223372036854775807)::bigint AS readings
        FROM (
            SELECT true AS of_machine, from_time, to_time, readings, reason, thinned_to_seconds FROM telemetry_gaps
            WHERE machine_id = $1 AND from_time < $4 AND to_time >= $3
            UNION ALL
            SELECT false, from_time, to_time, readings, reason, thinned_to_seconds FROM telemetry_gaps
            WHERE agent_id = $2 AND machine_id IS NULL AND from_time < $4 AND to_time >= $3
            UNION ALL
            SELECT false, first_time, last_time, readings, 'QUARANTINED', NULL FROM sync_segments
            WHERE agent_id = $2 AND NOT stored AND readings > 0 AND first_time < $4 AND last_time >= $3
        ) g
        GROUP BY of_machine, reason, thinned_to_seconds, date_trunc('hour', from_time), date_trunc('hour', to_time)
        ORDER BY first LIMIT 20000
        """

    private static let readingsByHour = """
        SELECT r.bucket, sum(r.count)::bigint AS readings
        FROM series s JOIN rollup_1h r ON r.tenant_id = s.tenant_id AND r.series = s.id
        WHERE s.machine_id = $1 AND NOT s.derived AND r.bucket > $2::timestamptz - interval '1 hour' AND r.bucket < $3
        GROUP BY r.bucket
        """
}
