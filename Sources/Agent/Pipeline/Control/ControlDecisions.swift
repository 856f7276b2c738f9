internal import AgentConsole
internal import AgentStore
internal import SyncWire
internal import Telemetry

/// `/api/decisions`: what the agent decided, the newest first; with an id one of them and all that it depended on.
extension PlantLoop {
    func controlDecisions(_ request: ControlRequest, _ rest: [String]) throws -> ControlAnswer {
        try allow(["GET"], request)
        if let id = rest.first, rest.count == 1 { return .data(try controlDecision(id)) }
        guard rest.isEmpty else { throw ControlFault.notFound("path") }
        let (offset, size) = try request.page()
        let all = try store.newestEvents(of: .decision, count: offset + size + 1)
        let decisions = all.compactMap(Self.decision)
        let ends = Self.ends(decisions)
        let rows = decisions.dropFirst(offset).prefix(size).map { FieldValue(decision: $0, settledBy: ends[$0.id]) }
        return .data(.list(rows), hasMore: all.count > offset + size)
    }

    private func controlDecision(_ text: String) throws -> FieldValue {
        guard let id = DecisionID(text) else { throw ControlFault.notFound("decision") }
        // What settled it names it too.
        let naming = try store.newestEvents(of: .decision, naming: id.unique, among: Self.decisionsSearched)
            .compactMap(Self.decision)
        guard let found = naming.first(where: { $0.id == id }),
            case .object(var members) = FieldValue(decision: found, settledBy: Self.ends(naming)[id])
        else { throw ControlFault.notFound("decision") }
        members["inputs"] = .optional(found.inputs.isEmpty ? nil : .text(HexText.encode(found.inputs)))
        return .object(members)
    }

    /// So many of the newest are looked through for one.
    private static let decisionsSearched = 10_000

    private static func decision(_ event: EventRecord) -> Decision? {
        guard case .decision(let decision)? = try? EventPayload.decode(kind: event.kind, payload: event.payload)
        else { return nil }
        return decision
    }

    /// What has ended each question: it is newer than the question, so it is among the newest too.
    private static func ends(_ decisions: [Decision]) -> [DecisionID: DecisionID] {
        Dictionary(
            decisions.compactMap { end in end.settles.map { ($0, end.id) } }, uniquingKeysWith: { first, _ in first })
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
