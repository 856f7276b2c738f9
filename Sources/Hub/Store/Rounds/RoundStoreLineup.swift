internal import HubPlant
public import HubTenancy
internal import Runtime
public import SyncCore
public import SyncWire
public import Telemetry

/// Which incarnation speaks for the agent; all of it under the lock of the agent's row.
extension RoundStore {
    /// Locks the agent, so that its rounds go one after the other whatever incarnation they are of; nothing when its
    /// credential was revoked.
    public func lockAgent(showing certificate: AgentCertificate?) throws -> AgentRow? {
        let rows = try connection.query(
            """
            SELECT incarnation, last_seen_at, round_interval, contested, other_incarnations FROM agents
            WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL AND ($3::bytea IS NULL OR EXISTS (
                SELECT FROM agent_certificates
                WHERE tenant_id = $1 AND serial = $3 AND agent_id = $2 AND revoked_at IS NULL))
            FOR UPDATE
            """, [scope.tenant, agent, certificate?.serial])
        guard let row = rows.first else { return nil }
        return AgentRow(
            current: try row.value("incarnation"), heardAt: try row.value("last_seen_at"),
            intervalSeconds: try row.value("round_interval"), isContested: try row.value("contested"),
            others: try row.value("other_incarnations"))
    }

    /// How the speaker stands to the one that is current.
    public func lineup(_ row: AgentRow) throws -> AgentLineup {
        // An incarnation that an enrolment named and that never spoke gives way to any that does.
        let hasCurrent = row.current != nil && row.heardAt != nil
        let speaker = hasCurrent ? try standing(row) : nil
        return AgentLineup(
            speaker: speaker, currentHeardAt: row.heardAt, currentIntervalSeconds: row.intervalSeconds,
            hasCurrent: hasCurrent, hasTrial: row.isContested)
    }

    /// Whether the current incarnation shows a token that it was given after a trial against it began.
    public func isProven(_ presented: [UInt8], _ check: ResumeCheck) throws -> Bool {
        guard check == .current else { return false }
        let rows = try connection.query(
            "SELECT known_tokens FROM agent_incarnations WHERE tenant_id = $1 AND agent_id = $2 AND incarnation = $3",
            [scope.tenant, agent, incarnation])
        let known: [UInt8] = try rows.first?.value("known_tokens") ?? []
        return !ResumeTokens(packed: known, shown: []).issued.contains(presented)
    }

    /// Writes what a round's lineup came to.
    public func settle(
        _ outcome: AgentLineup.Outcome, _ lineup: AgentLineup, _ row: AgentRow, hello: AgentHello, at now: Timestamp
    ) throws {
        if outcome.partsTrials { try partTrials(at: now) }
        guard outcome.standing != lineup.speaker, lineup.hasCurrent, let current = row.current else { return }
        try keep(current, as: .current, software: "", predecessor: nil, at: row.heardAt ?? now)
        switch outcome.standing {
        case .trial:
            try connection.execute(
                """
                UPDATE agent_incarnations i SET known_tokens = c.resume_token FROM sync_cursors c
                WHERE i.tenant_id = $1 AND i.agent_id = $2 AND i.incarnation = $3 AND c.tenant_id = $1
                    AND c.agent_id = $2 AND c.incarnation = $3 AND c.stream = $4
                """, [scope.tenant, agent, current, Self.events])
        case .current:
            try connection.execute(
                """
                UPDATE agent_incarnations SET standing = 'ENDED', ended_at = $4
                WHERE tenant_id = $1 AND agent_id = $2 AND incarnation = $3
                """, [scope.tenant, agent, current, now])
        case .apart: try raiseCopied(at: now)
        case .ended, .rejected: break
        }
        try keep(
            incarnation, as: outcome.standing, software: hello.software, predecessor: hello.predecessor, at: now)
        try noteOthers([current, incarnation])
        try audit(
            "AGENT_INCARNATION_\(outcome.standing.rawValue)", of: "incarnation", incarnation.description, at: now)
    }

    /// Notes that an incarnation was heard that does not speak for the agent, and what it still has to send.
    public func noteHeard(_ report: AgentReport, hello: AgentHello, at now: Timestamp) throws(PostgresFailure) {
        let backlog = report.backlog
        try connection.execute(
            """
            UPDATE agent_incarnations SET heard_at = $4, software = $5, backlog_events = $6, backlog_readings = $7,
                backlog_bytes = $8
            WHERE tenant_id = $1 AND agent_id = $2 AND incarnation = $3
            """,
            [
                scope.tenant, agent, incarnation, now, hello.software, backlog.events, backlog.readings, backlog.bytes,
            ])
    }

    private func standing(_ row: AgentRow) throws -> IncarnationStanding? {
        if row.current == incarnation { return .current }
        let rows = try connection.query(
            """
            SELECT (SELECT standing FROM agent_incarnations
                WHERE tenant_id = $1 AND agent_id = $2 AND incarnation = $3) AS standing,
                EXISTS (SELECT FROM sync_cursors
                WHERE tenant_id = $1 AND agent_id = $2 AND incarnation = $3) AS heard
            """, [scope.tenant, agent, incarnation])
        guard let row = rows.first else { return nil }
        if let standing = try row.value("standing", as: String?.self) { return IncarnationStanding(rawValue: standing) }
        // One that was heard before standings were kept gave way to the one that is current now.
        return try row.value("heard", as: Bool.self) ? .ended : nil
    }

    private func partTrials(at now: Timestamp) throws {
        try connection.execute(
            """
            UPDATE agent_incarnations SET standing = 'APART'
            WHERE tenant_id = $1 AND agent_id = $2 AND standing = 'TRIAL'
            """, [scope.tenant, agent])
        try connection.execute(
            "UPDATE agents SET contested = false WHERE tenant_id = $1 AND id = $2", [scope.tenant, agent])
        try raiseCopied(at: now)
    }

    private func keep(
        _ incarnation: IncarnationID, as standing: IncarnationStanding, software: String,
        predecessor: IncarnationID?, at now: Timestamp
    ) throws(PostgresFailure) {
        try connection.execute(
            """
            INSERT INTO agent_incarnations AS i
                (tenant_id, agent_id, incarnation, standing, predecessor, software, began_at, heard_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
            ON CONFLICT (tenant_id, agent_id, incarnation) DO UPDATE SET standing = excluded.standing,
                heard_at = greatest(i.heard_at, excluded.heard_at)
            """, [scope.tenant, agent, incarnation, standing.rawValue, predecessor, software, now])
    }

    /// Adds incarnations to those that the agent had, sixteen at most, and looks again whether one is on trial.
    func noteOthers(_ incarnations: [IncarnationID]) throws(PostgresFailure) {
        try connection.execute(
            """
            UPDATE agents SET contested = EXISTS (SELECT FROM agent_incarnations
                    WHERE tenant_id = $1 AND agent_id = $2 AND standing = 'TRIAL'),
                other_incarnations = (SELECT array_agg(o ORDER BY place) FROM (
                    SELECT o, max(place) AS place
                    FROM unnest(other_incarnations || $3::uuid[]) WITH ORDINALITY AS u(o, place)
                    GROUP BY o ORDER BY 2 DESC LIMIT 16) AS newest)
            WHERE tenant_id = $1 AND id = $2
            """, [scope.tenant, agent, incarnations])
    }

    /// One alert for each agent, however many copies there are.
    private func raiseCopied(at now: Timestamp) throws {
        var random = SystemRandomNumberGenerator()
        let id = AlertID.timeOrdered(at: now, using: &random)
        let raised = try connection.execute(
            """
            WITH raised AS (
                INSERT INTO alerts (tenant_id, id, agent_id, kind, severity, active, message, raised_at, changed_at)
                SELECT $1, $2, $3, $4, 'CRITICAL', true,
                    'Two live copies speak for the agent ' || a.name || ': adopt or reject the newcomer.', $5, $5
                FROM agents a WHERE a.tenant_id = $1 AND a.id = $3 AND NOT EXISTS (SELECT FROM alerts
                    WHERE tenant_id = $1 AND agent_id = $3 AND kind = $4 AND active)
                RETURNING id)
            INSERT INTO alert_events (tenant_id, alert_id, at, event, actor, severity)
            SELECT $1, id, $5, 'raised', 'hub', 'CRITICAL' FROM raised
            """,
            [scope.tenant, id, agent, AlertKind.agentCopied.rawValue, now])
        if raised == 1 { connection.tell(.alert(id, machine: nil, factory: nil)) }
    }
}
