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
        let decisions = all.compactMap { event -> Decision? in
            guard case .decision(let decision)? = try? EventPayload.decode(kind: event.kind, payload: event.payload)
            else { return nil }
            return decision
        }
        // What ends a question is newer than it, so it is among these.
        let ends = Dictionary(
            decisions.compactMap { end in end.settles.map { ($0, end.id) } }, uniquingKeysWith: { first, _ in first })
        let rows = decisions.dropFirst(offset).prefix(size).map { FieldValue(decision: $0, settledBy: ends[$0.id]) }
        return .data(.list(rows), hasMore: all.count > offset + size)
    }
}

extension FieldValue {
    /// A decision as the hub tells it too.
    init(decision: Decision, settledBy: DecisionID?) {
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
            "answerBy": .optional(decision.answerBy.map { .time($0) }),
            "settles": .optional(decision.settles.map { .text("\($0)") }),
            "settledBy": .optional(settledBy.map { .text("\($0)") }),
        ])
    }
}
