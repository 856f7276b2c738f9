internal import HubStore
internal import SyncWire
internal import Telemetry

/// A command to a device as the API shows it.
enum CommandView {
    static func json(_ command: ShownCommand, withHistory: Bool) -> JSONValue {
        var fields = [
            JSONField("id", .of(command.id)), JSONField("machineId", .of(command.machine)),
            JSONField("machineName", .string(command.machineName)), JSONField("agentId", .of(command.agent)),
            JSONField("action", .string(command.action)), JSONField("arguments", command.arguments.json),
            JSONField("state", .string(command.state.rawValue)), JSONField("final", .bool(command.state.isFinal)),
            JSONField("code", .string(command.code)), JSONField("reason", .string(command.reason)),
            JSONField("issuer", .string(command.issuer)), JSONField("issuedAt", .of(command.issuedAt)),
            JSONField("notBefore", .of(command.notBefore)), JSONField("expiresAt", .of(command.expiresAt)),
            JSONField("executionClass", .string(command.executionClass.word)),
            JSONField("precondition", command.precondition.json), JSONField("fence", .of(command.fence)),
            JSONField("sentAt", .of(command.sentAt)), JSONField("receivedAt", .of(command.receivedAt)),
            JSONField("cancelledAt", .of(command.cancelledAt)), JSONField("changedAt", .of(command.changedAt)),
        ]
        if withHistory { fields.append(JSONField("history", .array(command.events.map(event)))) }
        return .object(fields)
    }

    private static func event(_ event: ShownCommand.Event) -> JSONValue {
        [
            "at": .of(event.at), "event": .string(event.event), "code": .string(event.code),
            "reason": .string(event.reason), "actor": .string(event.actor), "late": .bool(event.isLate),
        ]
    }
}
