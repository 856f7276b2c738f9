internal import HubPlant
public import HubTenancy
internal import SyncCore
public import Telemetry

/// What a person decides about copies of an agent's folder.
extension RoundStore {
    /// The incarnations that a person may decide about, in the order in which they came.
    public func copies() throws -> [FolderCopy] {
        try connection.query(
            """
            SELECT incarnation, standing, ended_at IS NOT NULL AS was_current FROM agent_incarnations
            WHERE tenant_id = $1 AND agent_id = $2 AND standing IN ('TRIAL', 'APART', 'REJECTED')
            ORDER BY began_at, incarnation
            """, [scope.tenant, agent]
        ).map { row in
            FolderCopy(
                incarnation: try row.value("incarnation"),
                standing: IncarnationStanding(rawValue: try row.value("standing")) ?? .apart,
                wasCurrent: try row.value("was_current"))
        }
    }

    /// Makes the store's incarnation the agent's own; the one before it has ended, and is a copy should it speak again.
    public func adopt(by actor: Actor, at now: Timestamp) throws {
        try connection.execute(
            """
            UPDATE agent_incarnations SET standing = 'ENDED', ended_at = $3
            WHERE tenant_id = $1 AND agent_id = $2 AND standing = 'CURRENT'
            """, [scope.tenant, agent, now])
        try connection.execute(
            "UPDATE agents SET incarnation = $3, last_seen_at = $4 WHERE tenant_id = $1 AND id = $2",
            [scope.tenant, agent, incarnation, now])
        try decide(.current, "AGENT_COPY_ADOPTED", by: actor, at: now)
    }

    /// Takes nothing more of the store's incarnation.
    public func reject(by actor: Actor, at now: Timestamp) throws {
        try decide(.rejected, "AGENT_COPY_REJECTED", by: actor, at: now)
    }

    private func decide(
        _ standing: IncarnationStanding, _ action: String, by actor: Actor, at now: Timestamp
    ) throws {
        try connection.execute(
            """
            UPDATE agent_incarnations SET standing = $4, decided_by = $5, decided_at = $6
            WHERE tenant_id = $1 AND agent_id = $2 AND incarnation = $3
            """, [scope.tenant, agent, incarnation, standing.rawValue, actor.name, now])
        try noteOthers([incarnation])
        let ended = try connection.query(
            """
            UPDATE alerts SET active = false, returned_at = $4, changed_at = $4, revision = revision + 1
            WHERE tenant_id = $1 AND agent_id = $2 AND kind = $3 AND active AND NOT EXISTS (
                SELECT FROM agent_incarnations
                WHERE tenant_id = $1 AND agent_id = $2 AND standing IN ('TRIAL', 'APART'))
            RETURNING id
            """, [scope.tenant, agent, AlertKind.agentCopied.rawValue, now])
        for row in ended { connection.tell(.alert(try row.value("id"), machine: nil, factory: nil)) }
        connection.tell(.agent(agent))
        try connection.appendAudit(action, of: "incarnation", incarnation.description, by: actor, at: now)
    }
}
