internal import FoundationEssentials
internal import Telemetry

extension ProtoAlertPayload {
    init(_ alert: Alert) {
        self.init()
        id = WireBytes.data(alert.id.unique)
        machine = ProtoMachineKey(alert.machine)
        kind = alert.kind.rawValue
        metric = alert.metric?.text ?? ""
        severity = alert.severity.rawValue
        state = alert.state.rawValue
        revision = alert.revision
        if let number = alert.value { value = number }
        if let number = alert.limit { limit = number }
        if let number = alert.expected { expected = number }
        if let number = alert.score { score = number }
        message = alert.message
        raisedAt = alert.raisedAt.microseconds
        changedAt = alert.changedAt.microseconds
        if let returned = alert.returnedAt { returnedAt = returned.microseconds }
    }
}

extension Alert {
    init(_ message: ProtoAlertPayload) throws(EventPayloadError) {
        guard !message.kind.isEmpty, message.kind.utf8.count <= 64 else { throw .fieldInvalid("kind") }
        self.init(
            id: try PayloadField.id(message.id, "id"), machine: try PayloadField.machine(message.machine),
            kind: AlertKind(rawValue: try PayloadField.text(message.kind, "kind")),
            metric: message.metric.isEmpty ? nil : try PayloadField.metric(message.metric, "metric"),
            severity: try PayloadField.word(message.severity, "severity"),
            state: try PayloadField.word(message.state, "state"), revision: message.revision,
            value: try PayloadField.optionalFinite(message.hasValue ? message.value : nil, "value"),
            limit: try PayloadField.optionalFinite(message.hasLimit ? message.limit : nil, "limit"),
            expected: try PayloadField.optionalFinite(message.hasExpected ? message.expected : nil, "expected"),
            score: try PayloadField.optionalFinite(message.hasScore ? message.score : nil, "score"),
            message: try PayloadField.text(message.message, "message"),
            raisedAt: Timestamp(microseconds: message.raisedAt),
            changedAt: Timestamp(microseconds: message.changedAt),
            returnedAt: message.hasReturnedAt ? Timestamp(microseconds: message.returnedAt) : nil)
    }
}
