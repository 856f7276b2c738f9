internal import HubPlant
internal import HubTenancy
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Commands on their way to an agent, and what it says became of them.
extension RoundStore {
    /// Takes note of what became of a command.
    ///
    /// A state never goes back, and an end state stays: what comes after it is noted as late. A refusal of other bytes
    /// under the id of a command is noted as forged, and leaves the command as it is.
    ///
    /// What is heard of a command after it became UNKNOWN ends the alert about that.
    func apply(
        _ result: CommandResult, machines: [MachineKey: MachineRow], at now: Timestamp
    ) throws {
        let rows = try connection.query(
            """
            SELECT state, signed_order, key_id, signature FROM commands
            WHERE tenant_id = $1 AND id = $2 AND agent_id = $3 FOR UPDATE
            """, [scope.tenant, result.id, agent])
        guard let row = rows.first else { return }
        let own = SignedCommand(
            order: try row.value("signed_order"), key: try row.value("key_id"), signature: try row.value("signature"))
        if let received = result.received, received != own.digest {
            try connection.noteCommand(
                result.id, "FORGED", code: result.code, reason: result.reason, by: agent.description, isLate: true,
                at: result.at, scope)
            return
        }
        let state = CommandState(rawValue: try row.value("state")) ?? .unknown
        let isNews = state.mayBecome(result.state)
        if isNews {
            try connection.execute(
                """
                UPDATE commands SET state = $3, code = $4, reason = $5, changed_at = $6, waiting = false,
                    received_at = coalesce(received_at, $6)
                WHERE tenant_id = $1 AND id = $2
                """, [scope.tenant, result.id, result.state.rawValue, result.code, result.reason, now])
        }
        try connection.noteCommand(
            result.id, result.state.rawValue, code: result.code, reason: result.reason, by: agent.description,
            isLate: !isNews, at: result.at, scope)
        guard !isNews, state == .unknown, result.state.isFinal, result.state != .unknown,
            let machine = machines[result.machine], try endDoubt(about: result.id, at: now)
        else { return }
        connection.tell(.alert(AlertID(unknown: result.id), machine: machine.machine, factory: machine.factory))
    }

    /// Ends the alert that nobody knows what became of a command; false when it is over or was never raised.
    private func endDoubt(about id: DeviceCommandID, at now: Timestamp) throws(PostgresFailure) -> Bool {
        let alert = AlertID(unknown: id)
        let ended = try connection.execute(
            """
            UPDATE alerts SET active = false, returned_at = $3, changed_at = $3, revision = revision + 1
            WHERE tenant_id = $1 AND id = $2 AND active
            """, [scope.tenant, alert, now])
        guard ended == 1 else { return false }
        try connection.execute(
            """
            INSERT INTO alert_events (tenant_id, alert_id, at, event, actor, severity)
            VALUES ($1, $2, $3, 'returned', $4, 'CRITICAL')
            """, [scope.tenant, alert, now, agent.description])
        return true
    }

    /// A new incarnation is to have the commands that may be done again; others that were sent may have had their
    /// effect already, and stay with the one that they were sent to.
    func wantCommandsAgain(at now: Timestamp) throws(PostgresFailure) {
        try connection.execute(
            """
            UPDATE commands SET waiting = true
            WHERE tenant_id = $1 AND agent_id = $2 AND execution_class = ANY($3)
                AND state IN ('QUEUED', 'RECEIVED', 'EXECUTING', 'ACCEPTED') AND expires_at > $4
            """,
            [
                scope.tenant, agent,
                [ExecutionClass.idempotent, .fenced].map { Int16($0.rawValue) }, now,
            ])
    }

    /// Puts keys, commands and cancellations that wait into the downlink.
    func sealCommands(_ head: inout EventCursor, most: Int, at now: Timestamp) throws {
        try sealKeys(&head)
        let rows = try connection.query(
            """
            SELECT id, state, signed_order, key_id, signature, expires_at, sent_at, cancelled_at, cancel_reason
            FROM commands WHERE tenant_id = $1 AND agent_id = $2 AND waiting
            ORDER BY issued_at, id LIMIT $3 FOR UPDATE
            """, [scope.tenant, agent, most])
        for row in rows {
            let id: DeviceCommandID = try row.value("id")
            if let at = try row.value("cancelled_at", as: Timestamp?.self) {
                let cancel = CommandCancel(id: id, reason: try row.value("cancel_reason"), at: at)
                head = try append(.cancel(cancel), after: head, document: nil, counter: nil, command: id)
                try noteSent(id, event: nil, at: now)
            } else if try row.value("expires_at", as: Timestamp.self) > now {
                let command = SignedCommand(
                    order: try row.value("signed_order"), key: try row.value("key_id"),
                    signature: try row.value("signature"))
                head = try append(.command(command), after: head, document: nil, counter: nil, command: id)
                try noteSent(id, event: "SENT", at: now)
            } else {
                // Its time was over before it could go; `endOverdue` says so.
                try connection.execute(
                    "UPDATE commands SET waiting = false WHERE tenant_id = $1 AND id = $2", [scope.tenant, id])
            }
        }
    }

    private func noteSent(_ id: DeviceCommandID, event: String?, at now: Timestamp) throws(PostgresFailure) {
        try connection.execute(
            """
            UPDATE commands SET waiting = false, sent_at = coalesce(sent_at, $3), sent_incarnation = $4
            WHERE tenant_id = $1 AND id = $2
            """, [scope.tenant, id, now, incarnation])
        if let event { try connection.noteCommand(id, event, by: "hub", at: now, scope) }
    }

    private func sealKeys(_ head: inout EventCursor) throws {
        let rows = try connection.query(
            """
            SELECT s.version, s.payload FROM command_key_sets s, agents a
            WHERE a.tenant_id = $1 AND a.id = $2 AND s.version > a.command_keys ORDER BY s.version LIMIT 16
            """, [scope.tenant, agent])
        for row in rows {
            let payload = try DownlinkPayload.decode(kind: .commandKeys, payload: try row.value("payload"))
            head = try append(payload, after: head, document: nil, counter: nil, command: nil)
            try connection.execute(
                "UPDATE agents SET command_keys = $3 WHERE tenant_id = $1 AND id = $2",
                [scope.tenant, agent, try row.value("version", as: Int64.self)])
        }
    }
}
