internal import HubTenancy
internal import SyncWire
internal import Telemetry

extension RoundStore {
    /// Writes into the tenant's audit log what the agent's round did.
    func audit(_ action: String, of kind: String, _ target: String, at: Timestamp) throws(PostgresFailure) {
        try append(action, kind, target, at: at, actor: agent.description, after: nil)
    }

    /// Writes what the edge has in its own record, under the name of who did it there.
    func audit(_ entry: AuditEntry) throws(PostgresFailure) {
        try append(
            entry.action, "edge", entry.target, at: entry.at, actor: "\(agent)/\(entry.actor)", after: entry.detail)
    }

    private func append(
        _ action: String, _ kind: String, _ target: String, at: Timestamp, actor: String, after: String?
    ) throws(PostgresFailure) {
        _ = try connection.query(
            "SELECT append_audit($1, 'agent', $2, $3, $4, $5, '', NULL, to_jsonb($6::text))",
            [at, actor, action, kind, target, after])
    }
}
