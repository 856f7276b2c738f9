internal import HubStore
internal import HubTenancy
internal import Logging
internal import Runtime
internal import SyncClient
internal import SyncWire
internal import Telemetry

/// The agents of the benchmark, as if each had been enrolled: a hundred of a tenant.
struct PolledPlant {
    /// Who an agent is, and the life of its folder.
    struct Identity: Sendable {
        let agent: AgentIdentity
        let incarnation: IncarnationID
    }

    private static let ofTenant = 100
    private let pool: PostgresPool
    private let authority: CertificateAuthority
    private let hub: String

    init(database: String, authority folder: String, hub: String) throws {
        let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        pool = PostgresPool(PostgresOptions(address: database, connections: 1), logger: logger)
        authority = try AuthorityFolder(path: folder).open().authority
        self.hub = hub
    }

    func makeAgents(_ count: Int) async throws -> [Identity] {
        var identities: [Identity] = []
        while identities.count < count {
            identities += try await makeTenant(min(Self.ofTenant, count - identities.count))
        }
        return identities
    }

    private func makeTenant(_ agents: Int) async throws -> [Identity] {
        var random = SystemRandomNumberGenerator()
        let (scope, now) = (TenantScope(tenant: .random(using: &random)), SystemClock().now())
        let made = try (0..<agents).map { _ in
            try makeAgent(of: scope.tenant, at: now, incarnation: .random(using: &random), .random(using: &random))
        }
        try await pool.withTransaction(scope: scope) { connection in
            try connection.execute("INSERT INTO tenants (tenant_id, name) VALUES ($1, 'bench')", [scope.tenant])
            for (_, certificate) in made {
                try connection.execute(
                    "INSERT INTO agents (tenant_id, id, name) VALUES ($1, $2, 'gateway')",
                    [scope.tenant, certificate.agent])
                try connection.execute(
                    """
                    INSERT INTO agent_certificates (tenant_id, serial, agent_id, not_before, not_after, issued_at)
                    VALUES ($1, $2, $3, $4, $5, $6)
                    """,
                    [
                        scope.tenant, certificate.serial, certificate.agent, certificate.notBefore,
                        certificate.notAfter, now,
                    ])
            }
        }
        return made.map(\.0)
    }

    private func makeAgent(
        of tenant: TenantID, at now: Timestamp, incarnation: IncarnationID, _ agent: AgentID
    ) throws -> (Identity, AgentCertificate) {
        let key = AgentKey()
        let issued = try authority.issue(
            SigningRequest(pem: try key.request()), agent: agent, tenant: tenant, lifeSeconds: 86_400, at: now)
        let identity = try AgentIdentity(
            agent: agent, tenant: tenant, address: hub, keyPEM: key.pem, certificatePEM: issued.pem,
            authoritiesPEM: authority.certificatesPEM, commandKeys: [])
        return (Identity(agent: identity, incarnation: incarnation), issued.certificate)
    }
}
