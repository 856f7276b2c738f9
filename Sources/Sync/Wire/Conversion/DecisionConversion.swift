internal import FoundationEssentials
internal import Telemetry

extension ProtoDecisionPayload {
    init(_ decision: Decision) {
        self.init()
        id = WireBytes.data(decision.id.unique)
        machine = ProtoMachineKey(decision.machine)
        alert = WireBytes.data(decision.alert?.unique)
        decidedAt = decision.decidedAt.microseconds
        rootCause = decision.rootCause
        riskLevel = decision.riskLevel.rawValue
        actionTaken = decision.actionTaken.rawValue
        reasoning = decision.reasoning
        estimatedSavings = decision.estimatedSavings
        preventedLoss = decision.preventedLoss
        humanRecommendation = decision.humanRecommendation
        decidedBy = decision.decidedBy
        rule = decision.rule
        model = decision.model
        hubReachable = decision.hubReachable
        evidence = decision.evidence.map { reading in
            var message = ProtoDecisionPayload.Evidence()
            message.metric = reading.metric.text
            message.time = reading.time.microseconds
            message.value = reading.value
            return message
        }
    }
}

extension Decision {
    init(_ message: ProtoDecisionPayload) throws(EventPayloadError) {
        guard message.evidence.count <= 10 else { throw .fieldInvalid("evidence") }
        var evidence: [Evidence] = []
        for reading in message.evidence {
            evidence.append(
                Evidence(
                    metric: try PayloadField.metric(reading.metric, "evidence.metric"),
                    time: Timestamp(microseconds: reading.time),
                    value: try PayloadField.finite(reading.value, "evidence.value")))
        }
        self.init(
            id: try PayloadField.id(message.id, "id"), machine: try PayloadField.machine(message.machine),
            alert: try PayloadField.optionalID(message.alert, "alert"),
            decidedAt: Timestamp(microseconds: message.decidedAt), rootCause: message.rootCause,
            riskLevel: try PayloadField.word(message.riskLevel, "risk_level"),
            actionTaken: try PayloadField.word(message.actionTaken, "action_taken"), reasoning: message.reasoning,
            estimatedSavings: try PayloadField.finite(message.estimatedSavings, "estimated_savings"),
            preventedLoss: try PayloadField.finite(message.preventedLoss, "prevented_loss"),
            humanRecommendation: message.humanRecommendation, decidedBy: message.decidedBy, rule: message.rule,
            model: message.model, hubReachable: message.hubReachable, evidence: evidence)
    }
}
