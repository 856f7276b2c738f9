internal import HubTenancy
internal import Telemetry

extension PostgresConnection {
    /// Writes a row of the audit, in the transaction of the change that it tells of.
    func appendAudit(
        _ action: String, of kind: String, _ target: String, before: String? = nil, after: String? = nil,
        by actor: Actor, at now: Timestamp
    ) throws(PostgresFailure) {
        _ = try query(
            "SELECT append_audit($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [
                now, actor.kind.rawValue, actor.name, action, kind, target, actor.address,
                before.map(PostgresValue.json) ?? .null, after.map(PostgresValue.json) ?? .null,
            ])
    }
}
