import HubStore
import HubTenancy
import Simulation
import SyncCore
import SyncWire
import Telemetry

/// What people do at the hub, and the hub's own jobs.
extension ContractHub {
    /// Does what was recorded; says what came of it that had not come of it at the simulated hub.
    func play(_ work: RecordedWork) async throws -> [String] {
        switch work {
        case .edit(let key, let agent, let edits, let at, let expected):
            let refusal = try await edit(key, of: agent, edits, at: at)
            return refusal == expected ? [] : ["edit of \(key): simulated \(expected ?? "-"), real \(refusal ?? "-")"]
        case .note(let event, let id, let at, let expected):
            let isTaken = try await note(event, of: id, at: at)
            return isTaken == expected ? [] : ["\(event) of \(id): simulated \(expected), real \(isTaken)"]
        case .order(let order, let signed): try await send(order, signed)
        case .cancel(let id, let at):
            _ = try await CommandStore(pool).cancel(id, reason: "taken back", by: Self.olga, at: at, scope)
        case .endOverdue(let at): _ = try await CommandStore(pool).endOverdue(at: at, scope)
        }
        return []
    }

    /// The code under which it was refused.
    private func edit(
        _ key: DocumentKey, of agent: AgentID, _ edits: [FieldEdit], at now: Timestamp
    ) async throws -> String? {
        let scope = scope
        do {
            _ = try await pool.withTransaction(scope: scope) { connection in
                let documents = DocumentStore(connection, scope: scope)
                let machine = try Self.machine(of: key, connection, scope)
                return try documents.edit(try documents.lock(key, agent: agent, machine: machine), edits, at: now)
            }
            return nil
        } catch let refusal as EditRefusal {
            return refusal.code
        }
    }

    private static func machine(
        of key: DocumentKey, _ connection: PostgresConnection, _ scope: TenantScope
    ) throws -> MachineID? {
        switch key.kind {
        case .machine:
            try connection.query(
                "SELECT machine_id FROM machine_bindings WHERE tenant_id = $1 AND factory || '/' || machine = $2",
                [scope.tenant, key.subject]
            ).first?.value(0)
        case .alert:
            try connection.query(
                "SELECT machine_id FROM alerts WHERE tenant_id = $1 AND id::text = $2", [scope.tenant, key.subject]
            ).first?.value(0)
        default: nil
        }
    }

    private func note(_ event: ConflictEvent, of id: ConflictID, at now: Timestamp) async throws -> Bool {
        if event == .released { return try await release(id) }
        do {
            _ = try await ConflictStore(pool).claim(id, by: Self.olga, at: now, scope)
            return true
        } catch is DocumentFailure {
            return false
        }
    }

    /// The real hub does not let go of a conflict yet; the edge does, and the simulated hub.
    private func release(_ id: ConflictID) async throws -> Bool {
        let scope = scope
        return try await pool.withTransaction(scope: scope) { connection in
            try connection.execute(
                """
                UPDATE conflicts SET state = 'open', revision = revision + 1, claimed_by = NULL
                WHERE tenant_id = $1 AND id = $2 AND state = 'claimed'
                """, [scope.tenant, id]) == 1
        }
    }

    /// Keeps a command as it was signed, forged ones as well; for a machine that is no agent's, for commands go to
    /// their agent also where the hub has not heard of the machine.
    private func send(_ order: CommandOrder, _ signed: SignedCommand) async throws {
        let scope = scope
        _ = try await pool.withTransaction(scope: scope) { connection in
            try connection.execute(
                """
                INSERT INTO factories (tenant_id, id, name) VALUES ($1, gen_random_uuid(), 'elsewhere')
                ON CONFLICT DO NOTHING
                """, [scope.tenant])
            try connection.execute(
                """
                INSERT INTO machines (tenant_id, id, factory_id, name)
                SELECT $1, gen_random_uuid(), id, 'any' FROM factories WHERE tenant_id = $1 AND name = 'elsewhere'
                ON CONFLICT DO NOTHING
                """, [scope.tenant])
            return try connection.execute(
                Self.insert,
                [
                    scope.tenant, order.id, order.agent, order.action, order.issuer, order.issuedAt, order.notBefore,
                    order.expiresAt, Int16(order.executionClass.rawValue), Int64(clamping: order.fence), signed.order,
                    signed.key, signed.signature,
                ])
        }
    }

    static let olga = Actor(user: UserID(UniqueID(high: 1, low: 1)), name: "olga", address: "")

    private static let insert = """
        INSERT INTO commands (tenant_id, id, agent_id, machine_id, action, arguments, issuer, issued_at, not_before,
            expires_at, execution_class, precondition, fence, signed_order, key_id, signature, state, changed_at,
            waiting)
        SELECT $1, $2, $3, m.id, $4, '{}', $5, $6, $7, $8, $9, '{}', $10, $11, $12, $13, 'QUEUED', $6, true
        FROM machines m WHERE m.tenant_id = $1 AND m.name = 'any'
        """
}
