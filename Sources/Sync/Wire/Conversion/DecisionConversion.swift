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
        if let moment = decision.answerBy { answerBy = moment.microseconds }
        settles = WireBytes.data(decision.settles?.unique)
        inputs = Data(decision.inputs)
    }
}

extension Decision {
    init(_ message: ProtoDecisionPayload) throws(EventPayloadError) {
        guard message.evidence.count <= 10 else { throw .fieldInvalid("evidence") }
        guard message.inputs.count <= Decision.inputsBytesMax else { throw .fieldInvalid("inputs") }
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
            decidedAt: Timestamp(microseconds: message.decidedAt),
            rootCause: try PayloadField.text(message.rootCause, "root_cause"),
            riskLevel: try PayloadField.word(message.riskLevel, "risk_level"),
            actionTaken: try PayloadField.word(message.actionTaken, "action_taken"),
            reasoning: try PayloadField.text(message.reasoning, "reasoning"),
            estimatedSavings: try PayloadField.finite(message.estimatedSavings, "estimated_savings"),
            preventedLoss: try PayloadField.finite(message.preventedLoss, "prevented_loss"),
            humanRecommendation: try PayloadField.text(message.humanRecommendation, "human_recommendation"),
            decidedBy: try PayloadField.text(message.decidedBy, "decided_by"),
            rule: try PayloadField.text(message.rule, "rule"),
            model: try PayloadField.text(message.model, "model"), hubReachable: message.hubReachable,
            evidence: evidence,
            answerBy: message.hasAnswerBy ? Timestamp(microseconds: message.answerBy) : nil,
            settles: try PayloadField.optionalID(message.settles, "settles"), inputs: Array(message.inputs))
    }
}
