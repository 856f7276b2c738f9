public import HubTenancy
public import Telemetry

/// How agents come in, and how they are known again.
extension PlantStore {
    /// The agent of a credential that is not revoked; nothing for any other.
    public func authenticate(credential hash: [UInt8]) async throws -> (scope: TenantScope, agent: AgentID)? {
        try await pool.withSystemTransaction { connection in
            guard let row = try connection.query("SELECT * FROM authenticate_agent($1)", [hash]).first else {
                return nil
            }
            return (TenantScope(tenant: try row.value("tenant_id")), try row.value("agent_id"))
        }
    }

    /// Uses up an enrolment's token and makes its agent; nothing when the token was used, has run out, or never was.
    public func enrol(_ request: EnrolmentRequest, at now: Timestamp) async throws -> EnrolledAgent? {
        let id = request.agent
        let tenant = try await pool.withSystemTransaction { connection -> TenantID? in
            let rows = try connection.query(
                "SELECT tenant_id FROM consume_enrolment($1, $2, $3, $4, $5, $6, $7)",
                [
                    request.tokenHash, now, id, request.name, request.credentialHash, request.version,
                    request.incarnation,
                ])
            return try rows.first?.value("tenant_id")
        }
        guard let tenant else { return nil }
        let scope = TenantScope(tenant: tenant)
        try await pool.withTransaction(scope: scope) { connection in
            let actor = Actor(agent: id, name: request.name, address: request.address)
            try connection.appendAudit("AGENT_ENROLLED", of: "agent", id.description, by: actor, at: now)
        }
        return EnrolledAgent(agent: id, scope: scope)
    }
}
