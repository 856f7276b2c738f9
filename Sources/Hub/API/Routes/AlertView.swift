internal import HubPlant
internal import Telemetry

/// An alert as the API and live screens show it.
enum AlertView {
    static func json(_ alert: PlantAlert, at now: Timestamp) -> JSONValue {
        [
            "id": .of(alert.id), "machineId": .of(alert.machine), "machineName": .of(alert.machineName),
            "factoryId": .of(alert.factory), "agentId": .of(alert.agent), "kind": .string(alert.kind.rawValue),
            "metric": .of(alert.metric),
            "severity": .of(alert.severity), "state": .string(alert.state(at: now).rawValue),
            "value": .of(alert.value), "limit": .of(alert.limit), "unit": .of(alert.unit),
            "expected": .of(alert.expected), "score": .of(alert.score), "message": .string(alert.message),
            "raisedAt": .of(alert.raisedAt), "changedAt": .of(alert.changedAt), "returnedAt": .of(alert.returnedAt),
            "acknowledgedAt": .of(alert.acknowledgedAt), "acknowledgedBy": .of(alert.acknowledgedBy),
            "resolvedAt": .of(alert.resolvedAt), "resolvedBy": .of(alert.resolvedBy), "comment": .of(alert.comment),
            "shelvedUntil": .of(alert.shelvedUntil),
        ]
    }
}
