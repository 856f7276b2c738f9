internal import HubPlant
internal import Telemetry

/// A decision as the API and live screens show it.
enum DecisionView {
    static func json(_ record: PlantDecision) -> JSONValue {
        let decision = record.decision
        return [
            "id": .of(decision.id), "machineId": .of(record.machine), "machineName": .string(record.machineName),
            "alertId": .of(decision.alert), "decidedAt": .of(decision.decidedAt),
            "labelledAt": .of(record.labelledAt),
            "rootCause": .string(decision.rootCause), "riskLevel": .of(decision.riskLevel),
            "actionTaken": .string(decision.actionTaken.rawValue), "reasoning": .string(decision.reasoning),
            "estimatedSavings": .of(decision.estimatedSavings), "preventedLoss": .of(decision.preventedLoss),
            "humanRecommendation": .string(decision.humanRecommendation), "decidedBy": .string(decision.decidedBy),
            "rule": .string(decision.rule), "model": .string(decision.model),
            "hubReachable": .bool(decision.hubReachable),
            "readings": .array(
                decision.evidence.map {
                    ["metric": .of($0.metric), "timestamp": .of($0.time), "value": .of($0.value)]
                }),
            "answerBy": .of(decision.answerBy), "settles": .of(decision.settles), "settledBy": .of(record.settledBy),
            "commands": .array(record.commands.map(command)),
        ]
    }

    /// The same with all that it depended on, which lists leave out for its length.
    static func whole(_ record: PlantDecision) -> JSONValue {
        guard case .object(let fields) = json(record) else { return json(record) }
        let inputs = record.decision.inputs
        let kept: JSONValue = inputs.isEmpty ? .null : .string(HexText.encode(inputs))
        return .object(fields + [JSONField("inputs", kept)])
    }

    private static func command(_ command: PlantCommand) -> JSONValue {
        [
            "id": .of(command.id), "name": .string(command.name), "state": .string(command.state.rawValue),
            "reason": .string(command.reason), "requestedAt": .of(command.requestedAt),
            "changedAt": .of(command.changedAt),
        ]
    }
}
