internal import FoundationEssentials
internal import Telemetry

extension ProtoGapManifestPayload {
    init(_ manifest: GapManifest) {
        self.init()
        if let key = manifest.machine { machine = ProtoMachineKey(key) }
        metric = manifest.metric?.text ?? ""
        from = manifest.from.microseconds
        to = manifest.to.microseconds
        readings = manifest.readings
        reason = manifest.reason
        thinnedToSeconds = manifest.thinnedToSeconds ?? 0
        at = manifest.at.microseconds
        segment = manifest.segment ?? 0
    }
}

extension GapManifest {
    init(_ message: ProtoGapManifestPayload) throws(EventPayloadError) {
        guard message.from <= message.to else { throw .fieldInvalid("from") }
        self.init(
            machine: message.hasMachine ? try PayloadField.machine(message.machine) : nil,
            metric: message.metric.isEmpty ? nil : try PayloadField.metric(message.metric, "metric"),
            from: Timestamp(microseconds: message.from), to: Timestamp(microseconds: message.to),
            readings: message.readings, reason: try PayloadField.text(message.reason, "reason"),
            thinnedToSeconds: message.thinnedToSeconds == 0 ? nil : message.thinnedToSeconds,
            segment: message.segment == 0 ? nil : message.segment,
            at: Timestamp(microseconds: message.at))
    }
}

extension ProtoAuditPayload {
    init(_ entry: AuditEntry) {
        self.init()
        at = entry.at.microseconds
        actor = entry.actor
        action = entry.action
        target = entry.target
        detail = entry.detail
    }
}

extension AuditEntry {
    init(_ message: ProtoAuditPayload) throws(EventPayloadError) {
        self.init(
            at: Timestamp(microseconds: message.at), actor: try PayloadField.text(message.actor, "actor"),
            action: try PayloadField.text(message.action, "action"),
            target: try PayloadField.text(message.target, "target"),
            detail: try PayloadField.text(message.detail, "detail"))
    }
}
