public import HubTenancy
public import SyncWire
public import Telemetry

/// What is shown now and kept no longer than until the next round: live values, and how the agent is.
extension RoundStore {
    /// Takes over live values; each replaces only an older one, and one that lies ahead of the hub's clock: that was
    /// made by a clock that was wrong.
    public func store(_ live: LiveBatch, machines: [MachineKey: MachineRow], receivedAt: Timestamp) throws {
        let horizon = receivedAt.advanced(seconds: Self.liveAheadSecondsMax)
        let known = live.machines.compactMap { machine in machines[machine.key].map { ($0.machine, machine) } }
            .sorted { $0.0 < $1.0 }
        let readings = known.flatMap { id, machine in machine.metrics.map { (id, $0) } }
        if !readings.isEmpty {
            try connection.execute(Self.upsertLive, [scope.tenant] + Self.columns(readings) + [horizon])
        }
        let twins = known.compactMap { id, machine in machine.twin.map { (id, $0) } }
        if !twins.isEmpty {
            try connection.execute(Self.upsertTwins, [scope.tenant, live.at] + Self.columns(twins) + [horizon])
        }
    }

    /// Writes that the agent was here, how it is, and since when what of its streams waits; false when it or its
    /// certificate was revoked.
    public func store(
        _ report: AgentReport, hello: AgentHello, certificate: AgentCertificate?, progress: StreamProgress,
        receivedAt: Timestamp
    ) throws(PostgresFailure) -> Bool {
        let backlog = report.backlog
        return try connection.execute(
            """
            UPDATE agents SET version = $3, incarnation = $4, last_seen_at = $5, backlog_events = $6,
                backlog_readings = $7, backlog_segments = $8, backlog_bytes = $9, backlog_oldest_at = $10,
                backlog_seconds_left = $11, clock_offset_us = $12, clock_error_us = $13, disk_used = $14,
                disk_budget = $15, disk_free = $16, round_interval = $19,
                certificate_expires_at = coalesce($18, certificate_expires_at), backlog_documents = $20,
                events_wait_since = CASE WHEN $6 = 0 THEN NULL WHEN $21 OR incarnation IS DISTINCT FROM $4 THEN $5
                    ELSE coalesce(events_wait_since, $5) END,
                documents_wait_since = CASE WHEN $20 = 0 THEN NULL
                    WHEN $22 OR incarnation IS DISTINCT FROM $4 THEN $5 ELSE coalesce(documents_wait_since, $5) END,
                segments_wait_since = CASE WHEN $8 = 0 OR $24 THEN NULL
                    WHEN $23 OR incarnation IS DISTINCT FROM $4 THEN $5 ELSE coalesce(segments_wait_since, $5) END
            WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL AND ($17::bytea IS NULL OR EXISTS (
                SELECT FROM agent_certificates
                WHERE tenant_id = $1 AND serial = $17 AND agent_id = $2 AND revoked_at IS NULL))
            """,
            [
                scope.tenant, agent, hello.software, incarnation, receivedAt, backlog.events, backlog.readings,
                backlog.segments, backlog.bytes, backlog.oldestAt, backlog.secondsLeft, report.clockOffset,
                report.clockError, report.disk?.used, report.disk?.budget, report.disk?.free, certificate?.serial,
                certificate?.notAfter, report.intervalSeconds, Int64(clamping: hello.documentsWaiting),
                progress.events, progress.documents, progress.segments, progress.isTelemetryHeld,
            ]) == 1
    }

    /// How far ahead of the hub's clock a live value may lie and still be one of now.
    private static let liveAheadSecondsMax = 300.0

    private static func columns(_ readings: [(MachineID, LiveReading)]) -> [any PostgresEncodable] {
        [
            readings.map(\.0), readings.map(\.1.name.text), readings.map(\.1.unit), readings.map(\.1.time),
            readings.map(\.1.value), readings.map { Int16($0.1.quality.rawValue) },
            PostgresValue.optionalFloat8Array(readings.map(\.1.score)),
            PostgresValue.optionalFloat8Array(readings.map(\.1.expected)),
            PostgresValue.optionalFloat8Array(readings.map(\.1.low)),
            PostgresValue.optionalFloat8Array(readings.map(\.1.high)),
        ]
    }

    private static func columns(_ twins: [(MachineID, LiveTwin)]) -> [any PostgresEncodable] {
        [
            twins.map(\.0), PostgresValue.optionalFloat8Array(twins.map(\.1.temperature)),
            PostgresValue.optionalFloat8Array(twins.map(\.1.vibration)),
            PostgresValue.optionalFloat8Array(twins.map(\.1.health)),
            PostgresValue.optionalFloat8Array(twins.map(\.1.failureProbability)),
            PostgresValue.optionalFloat8Array(twins.map(\.1.remainingHours)),
        ]
    }

    /// DISTINCT ON: a batch may name a metric twice, and an upsert may touch a row only once.
    private static let upsertLive = """
        INSERT INTO machine_live AS l (tenant_id, machine_id, metric, unit, time, value, quality, score, expected,
            low, high)
        SELECT DISTINCT ON (r.machine, r.metric) $1, r.*
        FROM unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::float8[], $7::smallint[],
                $8::float8[], $9::float8[], $10::float8[], $11::float8[])
            AS r(machine, metric, unit, time, value, quality, score, expected, low, high)
        ORDER BY r.machine, r.metric, r.time DESC
        ON CONFLICT (tenant_id, machine_id, metric) DO UPDATE SET unit = excluded.unit, time = excluded.time,
            value = excluded.value, quality = excluded.quality, score = excluded.score,
            expected = excluded.expected, low = excluded.low, high = excluded.high
        WHERE l.time <= excluded.time OR l.time > $12 AND excluded.time <= $12
        """

    private static let upsertTwins = """
        INSERT INTO machine_twins AS t (tenant_id, machine_id, at, temperature, vibration, health,
            failure_probability, remaining_hours)
        SELECT DISTINCT ON (r.machine) $1, r.machine, $2, r.temperature, r.vibration, r.health, r.failure, r.remaining
        FROM unnest($3::uuid[], $4::float8[], $5::float8[], $6::float8[], $7::float8[], $8::float8[])
            AS r(machine, temperature, vibration, health, failure, remaining)
        ORDER BY r.machine
        ON CONFLICT (tenant_id, machine_id) DO UPDATE SET at = excluded.at, temperature = excluded.temperature,
            vibration = excluded.vibration, health = excluded.health,
            failure_probability = excluded.failure_probability, remaining_hours = excluded.remaining_hours
        WHERE t.at <= excluded.at OR t.at > $9 AND excluded.at <= $9
        """
}
