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
        segment = manifest.segment?.seq ?? 0
        segmentDigest = Data(manifest.segment?.digest?.bytes ?? [])
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
            segment: try Self.segment(message), at: Timestamp(microseconds: message.at))
    }

    private static func segment(_ message: ProtoGapManifestPayload) throws(EventPayloadError) -> SegmentReference? {
        if message.segment == 0 { return nil }
        if message.segmentDigest.isEmpty { return SegmentReference(seq: message.segment, digest: nil) }
        guard let digest = Digest(bytes: message.segmentDigest) else { throw .fieldInvalid("segment_digest") }
        return SegmentReference(seq: message.segment, digest: digest)
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
