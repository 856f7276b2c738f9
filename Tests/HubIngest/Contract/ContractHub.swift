import HubIngest
import HubStore
import HubTenancy
import Runtime
import Simulation
import Synchronization
import SyncCore
import SyncWire
import Telemetry

/// The real hub of one recording: a tenant of its own, the recording's clock and its tokens.
final class ContractHub: Sendable {
    let pool: PostgresPool
    let scope: TenantScope
    /// Commits that were refused on purpose.
    let refused = Mutex(0)
    private let service: RoundService
    private let clock: ManualClock
    private let token: Box

    /// The token that is drawn next.
    private final class Box: Sendable {
        let value = Mutex(UniqueID(high: 0, low: 0))
    }

    init(_ agents: Set<AgentID>, seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let pool = try await ContractDatabase.shared.pool()
        let (clock, token) = (ManualClock(), Box())
        let scope = TenantScope(tenant: .random(using: &random))
        try await pool.withTransaction(scope: scope) { connection in
            try connection.execute("INSERT INTO tenants (tenant_id, name) VALUES ($1, 'T')", [scope.tenant])
            for agent in agents {
                try connection.execute(
                    "INSERT INTO agents (tenant_id, id, name) VALUES ($1, $2, $3)",
                    [scope.tenant, agent, "gateway \(agent)"])
            }
        }
        (self.pool, self.scope, self.clock, self.token) = (pool, scope, clock, token)
        service = RoundService(
            pool, partitions: ChunkPartitions(pool), clock: clock, logger: RoundWorld.quiet,
            newToken: { token.value.withLock { $0 } })
    }

    /// What the hub answers to a recorded round, also where nobody learned of it; nothing when it did not commit.
    func answer(to round: HubRecording.Round) async throws -> RoundAnswer? {
        clock.jump(to: round.at)
        token.value.withLock { $0 = round.token }
        let frame = try RoundFrame.encode(round.request)
        let principal = AgentPrincipal(scope: scope, agent: round.agent)
        guard round.ending == .aborted else {
            let result = try await service.handle(
                frame: frame, agent: principal, receivedAt: round.at, holding: round.holds)
            return try RoundFrame.decodeAnswer(result.answer)
        }
        try await refuseCommits(true)
        do {
            // One that writes nothing has nothing to be refused.
            _ = try await service.handle(frame: frame, agent: principal, receivedAt: round.at, holding: round.holds)
        } catch let failure as PostgresFailure where failure.sqlState == "P0001" {
            refused.withLock { $0 += 1 }
        }
        try await refuseCommits(false)
        return nil
    }

    /// Whether a frame that changed on the way is refused.
    func refuses(_ frame: [UInt8], of agent: AgentID) async throws -> Bool {
        let principal = AgentPrincipal(scope: scope, agent: agent)
        do {
            _ = try await service.handle(frame: frame, agent: principal, receivedAt: clock.now())
            return false
        } catch is RoundFrameError {
            return true
        }
    }

    func decide(_ decision: HubRecording.Decision) async throws -> IncarnationDecision.Outcome {
        try await service.decide(
            decision.isAdopted ? .adopt : .reject, agent: AgentPrincipal(scope: scope, agent: decision.agent),
            incarnation: decision.incarnation, by: Self.olga, at: decision.at)
    }

    private func refuseCommits(_ isRefused: Bool) async throws {
        let tenant = scope.tenant
        _ = try await pool.withSystemTransaction { connection in
            try connection.execute(
                isRefused
                    ? "INSERT INTO refused_tenants VALUES ($1)" : "DELETE FROM refused_tenants WHERE tenant = $1",
                [tenant])
        }
    }
}
