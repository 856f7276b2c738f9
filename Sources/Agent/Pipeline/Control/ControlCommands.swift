internal import AgentConsole
internal import AgentStore
internal import SyncWire
internal import Telemetry

/// `/api/commands`: what the hub wanted of the devices here, and what became of it.
extension PlantLoop {
    func controlCommands(_ request: ControlRequest, _ rest: [String]) throws -> ControlAnswer {
        try allow(["GET"], request)
        switch rest.count {
        case 0:
            let (offset, size) = try request.page()
            let all = try store.newestCommands(count: offset + size + 1)
            let rows = all.dropFirst(offset).prefix(size).map(FieldValue.init(command:))
            return .data(.list(rows), hasMore: all.count > offset + size)
        case 1:
            guard let id = UniqueID(rest[0]).map({ DeviceCommandID($0) }), let command = try store.command(id) else {
                throw ControlFault.notFound("command")
            }
            return .data(FieldValue(command: command))
        default: throw ControlFault.notFound("path")
        }
    }
}

extension FieldValue {
    /// A command of the hub as the hub tells it too.
    init(command: HubCommand) {
        let order = command.order
        self = .object([
            "id": .text("\(order.id)"), "machine": .text("\(order.machine)"), "action": .text(order.action),
            "arguments": order.arguments, "state": .text(command.state.rawValue), "code": .text(command.code),
            "reason": .text(command.reason), "issuer": .text(order.issuer), "issuedAt": .time(order.issuedAt),
            "notBefore": .time(order.notBefore), "expiresAt": .time(order.expiresAt),
            "executionClass": .text(order.executionClass.word), "receivedAt": .time(command.receivedAt),
            "changedAt": .time(command.changedAt),
        ])
    }
}
