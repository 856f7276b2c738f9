internal import AgentConsole
internal import AgentStore
internal import SyncWire
internal import Telemetry

/// `/api/decisions`: what the agent decided, the newest first.
extension PlantLoop {
    func controlDecisions(_ request: ControlRequest, _ rest: [String]) throws -> ControlAnswer {
        try allow(["GET"], request)
        guard rest.isEmpty else { throw ControlFault.notFound("path") }
        let (offset, size) = try request.page()
        let all = try store.newestEvents(of: .decision, count: offset + size + 1)
        let rows = all.dropFirst(offset).prefix(size).compactMap { event -> FieldValue? in
            guard case .decision(let decision)? = try? EventPayload.decode(kind: event.kind, payload: event.payload)
            else { return nil }
            return FieldValue(decision: decision)
        }
        return .data(.list(rows), hasMore: all.count > offset + size)
    }
}

extension FieldValue {
    /// A decision as the hub tells it too.
    init(decision: Decision) {
        self = .object([
            "id": .text("\(decision.id)"), "machineName": .text("\(decision.machine)"),
            "alertId": .optional(decision.alert.map { .text("\($0)") }), "decidedAt": .time(decision.decidedAt),
            "rootCause": .text(decision.rootCause), "riskLevel": .text(decision.riskLevel.rawValue),
            "actionTaken": .text(decision.actionTaken.rawValue), "reasoning": .text(decision.reasoning),
            "estimatedSavings": .number(decision.estimatedSavings), "preventedLoss": .number(decision.preventedLoss),
            "humanRecommendation": .text(decision.humanRecommendation), "decidedBy": .text(decision.decidedBy),
            "rule": .text(decision.rule), "model": .text(decision.model), "hubReachable": .flag(decision.hubReachable),
            "readings": .list(
                decision.evidence.map { reading in
                    .object([
                        "metric": .text("\(reading.metric)"), "timestamp": .time(reading.time),
                        "value": .number(reading.value),
                    ])
                }),
        ])
    }
}
