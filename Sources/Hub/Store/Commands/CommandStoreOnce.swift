internal import HubTenancy
internal import SyncWire
internal import Telemetry

/// Commands that are sent again because nobody knows whether they were.
extension CommandStore {
    /// The id is that of a command with another content.
    public struct OtherCommand: Error {}

    /// The command of an id; nothing when there is none, and an error when it is another than the draft's.
    static func known(
        _ id: DeviceCommandID, _ draft: CommandDraft, _ machine: MachineID, _ connection: PostgresConnection,
        _ scope: TenantScope
    ) throws -> ShownCommand? {
        let rows = try connection.query(
            """
            SELECT issued_at, not_before, expires_at, machine_id = $3 AND action = $4 AND arguments = $5
                AND precondition = $6 AND execution_class = $7 AS same
            FROM commands WHERE tenant_id = $1 AND id = $2
            """,
            [
                scope.tenant, id, machine, draft.action, PostgresValue.json(draft.arguments.description),
                PostgresValue.json(draft.shownPrecondition.description), Int16(draft.executionClass.rawValue),
            ])
        guard let row = rows.first else { return nil }
        let issued: Timestamp = try row.value("issued_at")
        guard try row.value("same"), try row.value("not_before", as: Timestamp.self) == draft.notBefore ?? issued,
            try row.value("expires_at", as: Timestamp.self) == issued.advanced(seconds: draft.lifeSeconds)
        else { throw OtherCommand() }
        return try shown(id, connection, scope)
    }
}
