internal import HubPlant
public import HubTenancy
public import Telemetry

/// How agents come in, and how they get their next certificates.
extension PlantStore {
    /// Uses up an enrolment's token, makes its agent and records its first certificate, all in one transaction.
    ///
    /// `issue` makes the certificate for the agent of a tenant; it may be called more than once. Nothing when the token
    /// was used, has run out, or never was; then nothing was issued either.
    public func enrol(
        _ request: EnrolmentRequest, at now: Timestamp,
        issue: @escaping @Sendable (AgentID, TenantID) throws -> IssuedCertificate
    ) async throws -> EnrolledAgent? {
        let id = request.agent
        return try await pool.withSystemTransaction { connection in
            let rows = try connection.query(
                "SELECT tenant_id FROM consume_enrolment($1, $2, $3, $4, $5, $6)",
                [request.tokenHash, now, id, request.name, request.version, request.incarnation])
            guard let row = rows.first else { return nil }
            let scope = TenantScope(tenant: try row.value("tenant_id"))
            try connection.enter(scope)
            let issued = try issue(id, scope.tenant)
            try Self.record(issued, replacing: nil, at: now, connection)
            // The sets of keys up to the one that it is given now are none of its business any more.
            try connection.execute(
                """
                UPDATE agents SET certificate_expires_at = $2, command_keys = coalesce(
                    (SELECT max(version) FROM command_key_sets WHERE newest_key = $3), 0)
                WHERE id = $1
                """, [id, issued.certificate.notAfter, request.commandKey])
            let actor = Actor(agent: id, name: request.name, address: request.address)
            try connection.appendAudit("AGENT_ENROLLED", of: "agent", id.description, by: actor, at: now)
            connection.tell(.agent(id))
            return EnrolledAgent(agent: id, scope: scope, certificate: issued)
        }
    }

    /// Records the certificate that an agent gets next; the one that it showed stays good.
    ///
    /// False when the agent or the certificate that it showed was revoked, or is not known.
    public func renew(
        _ issued: IssuedCertificate, of shown: AgentCertificate, from address: String, at now: Timestamp
    ) async throws -> Bool {
        try await pool.withTransaction(scope: shown.scope) { connection in
            // The lock keeps a revocation of the agent from happening between the look and the record.
            guard let row = try connection.query(Self.standing + " FOR SHARE OF a", Self.keys(shown)).first else {
                return false
            }
            try Self.record(issued, replacing: shown.serial, at: now, connection)
            let actor = Actor(agent: shown.agent, name: try row.value("name"), address: address)
            try connection.appendAudit(
                "CERTIFICATE_RENEWED", of: "agent", shown.agent.description, by: actor, at: now)
            return true
        }
    }

    /// Whether neither the agent nor this certificate of it was revoked, and both are known.
    public func stands(_ certificate: AgentCertificate) async throws -> Bool {
        try await pool.withTransaction(scope: certificate.scope) { connection in
            try connection.query(Self.standing, Self.keys(certificate)).count > 0
        }
    }

    private static func record(
        _ issued: IssuedCertificate, replacing serial: [UInt8]?, at now: Timestamp, _ connection: PostgresConnection
    ) throws {
        let certificate = issued.certificate
        try connection.execute(
            """
            INSERT INTO agent_certificates (tenant_id, serial, agent_id, not_before, not_after, issued_at, replaces)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                certificate.tenant, certificate.serial, certificate.agent, certificate.notBefore, certificate.notAfter,
                now, serial,
            ])
    }

    private static func keys(_ certificate: AgentCertificate) -> [any PostgresEncodable] {
        [certificate.tenant, certificate.serial, certificate.agent]
    }

    private static let standing = """
        SELECT a.name FROM agents a JOIN agent_certificates c ON c.tenant_id = a.tenant_id AND c.agent_id = a.id
        WHERE c.tenant_id = $1 AND c.serial = $2 AND c.agent_id = $3 AND c.revoked_at IS NULL
            AND a.revoked_at IS NULL
        """
}
