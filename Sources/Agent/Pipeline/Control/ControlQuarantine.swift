internal import AgentConsole
internal import AgentStore
internal import Logging
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// `/api/quarantine`: messages of devices that were not taken; looked at, taken again, or dropped.
extension PlantLoop {
    func controlQuarantine(_ request: ControlRequest, _ rest: [String]) throws -> ControlAnswer {
        if rest.isEmpty {
            try allow(["GET"], request)
            return try listQuarantine(request)
        }
        guard let id = Int64(rest[0]), let entry = try store.quarantined(id) else {
            throw ControlFault.notFound("message")
        }
        switch (rest.count, rest.last) {
        case (1, _):
            try allow(["GET", "DELETE"], request)
            if request.method == "DELETE" { try dropQuarantined(entry, request) }
            return .data(FieldValue(quarantined: entry, isWhole: true))
        case (2, "replay"):
            try allow(["POST"], request)
            try replayQuarantined(entry, request)
            return .data(FieldValue(quarantined: entry, isWhole: false))
        default: throw ControlFault.notFound("path")
        }
    }

    private func listQuarantine(_ request: ControlRequest) throws -> ControlAnswer {
        let (offset, size) = try request.page()
        let rows = try store.quarantined(count: offset + size + 1).dropFirst(offset)
        return .data(
            .list(rows.prefix(size).map { FieldValue(quarantined: $0, isWhole: false) }), hasMore: rows.count > size)
    }

    private func dropQuarantined(_ entry: QuarantineEntry, _ request: ControlRequest) throws {
        guard request.caller.authority == .supervisor else {
            throw ControlFault(403, "NOT_PERMITTED", "Only root and the agent's own user drop messages for good.")
        }
        _ = try store.dropQuarantined(entry.id)
        note("quarantine.dropped", entry, request)
    }

    private func replayQuarantined(_ entry: QuarantineEntry, _ request: ControlRequest) throws {
        switch try replayQuarantined(entry.id) {
        case .taken: note("quarantine.replayed", entry, request)
        case .rejected(let code, let detail):
            throw ControlFault(422, "QUARANTINE_UNREADABLE", "The message cannot be taken (\(code)): \(detail)")
        case .cut:
            throw ControlFault(
                409, "QUARANTINE_CUT",
                "Only the first \(QuarantinedMessage.payloadBytesMax) bytes of the message were kept.")
        case .notThere: throw ControlFault.notFound("message")
        case .noRoom:
            throw ControlFault(503, "STORE_DISK_FULL", "The disk is full; the message is taken once there is room.")
        }
    }

    /// Who did it stands in the agent's record, which the hub gets.
    private func note(_ action: String, _ entry: QuarantineEntry, _ request: ControlRequest) {
        batch.events.append(
            .audit(
                AuditEntry(
                    at: now, actor: request.caller.name, action: action, target: "\(entry.id)",
                    detail: entry.message.reason)))
        logger.notice(
            "quarantine, as a person asks",
            metadata: ["what": "\(action)", "id": "\(entry.id)", "who": "\(request.caller.name)"])
    }
}

extension FieldValue {
    /// A message with why it was not taken; with its payload when it is asked for alone.
    fileprivate init(quarantined entry: QuarantineEntry, isWhole: Bool) {
        let message = entry.message
        var fields: [String: FieldValue] = [
            "id": .number(Double(entry.id)), "receivedAt": .text(message.time.rfc3339),
            "topic": .text(String(decoding: message.topic, as: UTF8.self)), "code": .text(message.reason),
            "message": .text(message.detail), "bytes": .number(Double(message.size)), "cut": .flag(!entry.isWhole),
        ]
        if isWhole { fields["payload"] = .text(String(decoding: message.payload, as: UTF8.self)) }
        self = .object(fields)
    }
}
