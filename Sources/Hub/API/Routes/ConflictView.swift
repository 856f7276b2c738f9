internal import HubStore
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// A conflict as the API and live screens show it.
enum ConflictView {
    static func json(_ shown: ShownConflict, withHistory: Bool) -> JSONValue {
        let record = shown.record
        let conflict = record.conflict
        let resolution = record.resolution
        let inForce = resolution.map(\.value) ?? conflict.outcome.value
        var fields = [
            JSONField("id", .of(conflict.id)), JSONField("document", .string(conflict.document.description)),
            JSONField("kind", .string(conflict.document.kind.rawValue)),
            JSONField("path", .string(conflict.path.description)), JSONField("machineId", .of(shown.machine)),
            JSONField("machineName", .of(shown.machineName)), JSONField("factoryId", .of(shown.factory)),
            JSONField("agentId", .of(shown.agent)), JSONField("state", .string(record.state.rawValue)),
            JSONField("rule", .string(conflict.outcome.rule.rawValue)), JSONField("severity", .of(shown.severity)),
            JSONField("policyVersion", .of(Int(conflict.policyVersion))),
            JSONField("base", ["value": .of(conflict.base)]),
            JSONField("edge", conflict.edge.map(WriteView.json) ?? .null),
            JSONField("hub", conflict.hub.map(WriteView.json) ?? .null),
            JSONField("siblings", .array(conflict.siblings.map(WriteView.json))),
            JSONField("inForce", .of(inForce)), JSONField("outcome", outcome(conflict.outcome)),
            JSONField("revision", .of(Int(record.revision))), JSONField("detectedAt", .of(record.detectedAt)),
            JSONField("changedAt", .of(shown.changedAt)), JSONField("claimedBy", .of(record.claimedBy)),
            JSONField("resolvedBy", .of(resolution?.actor)),
            JSONField("resolution", resolution.map(WriteView.json) ?? .null),
            JSONField("reason", .of(resolution?.reason)), JSONField("supersededBy", .of(record.supersededBy)),
        ]
        if withHistory { fields.append(JSONField("history", .array(record.steps.map(step)))) }
        return .object(fields)
    }

    static func outcome(_ outcome: RuleOutcome) -> JSONValue {
        [
            "rule": .string(outcome.rule.rawValue), "value": .of(outcome.value),
            "winner": .of(outcome.winner?.description), "open": .bool(outcome.isOpen),
        ]
    }

    private static func step(_ step: ConflictRecord.Step) -> JSONValue {
        [
            "at": .of(step.at), "event": .string(step.event.rawValue), "actor": .string(step.actor),
            "detail": .string(step.detail),
        ]
    }
}
