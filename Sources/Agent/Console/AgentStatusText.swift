internal import Observability
internal import SyncWire
internal import Telemetry

extension AgentStatus {
    /// The state as JSON, in the form of `GET /api/status`.
    public var json: [UInt8] {
        var text = JSONText()
        text.beginObject()
        text.add(name, for: "name")
        text.add(version, for: "version")
        text.add(incarnation.description, for: "incarnation")
        text.add(startedAt.rfc3339, for: "startedAt")
        text.add(now.rfc3339, for: "now")
        text.beginObject("broker")
        text.add(brokerConnected, for: "connected")
        text.endObject()
        writeHub(to: &text)
        writeStore(to: &text)
        text.beginArray("machines")
        for machine in machines { write(machine, to: &text) }
        text.endArray()
        text.beginArray("decisions")
        for decision in decisions { write(decision, to: &text) }
        text.endArray()
        text.endObject()
        return text.bytes
    }

    private func writeHub(to text: inout JSONText) {
        text.beginObject("hub")
        text.add(hub.address, for: "address")
        text.add(hub.isReachable, for: "reachable")
        text.add(hub.since?.rfc3339, for: "since")
        text.add(hub.detail, for: "detail")
        text.endObject()
    }

    private func writeStore(to text: inout JSONText) {
        text.beginObject("backlog")
        text.add(Int(clamping: backlog.events), for: "events")
        text.add(Int(clamping: backlog.readings), for: "readings")
        text.add(Int(clamping: backlog.segments), for: "segments")
        text.add(Int(clamping: backlog.bytes), for: "bytes")
        text.add(backlog.oldestAt?.rfc3339, for: "oldestAt")
        text.add(backlog.oldestAt.map { max(0, now.seconds(since: $0)) }, for: "ageSeconds")
        text.add(backlog.secondsLeft, for: "secondsLeft")
        text.endObject()
        text.beginObject("events")
        text.add(Int(clamping: eventHead), for: "lastSequence")
        text.add(Int(clamping: eventsAcknowledged), for: "acknowledgedSequence")
        text.endObject()
        text.beginObject("disk")
        text.add(Int(clamping: disk.used), for: "usedBytes")
        text.add(Int(clamping: disk.budget), for: "budgetBytes")
        text.add(Int(clamping: disk.free), for: "freeBytes")
        text.endObject()
        text.add(offlineDays, for: "offlineDays")
        text.add(Int(clamping: readingsStored), for: "readingsStored")
        text.add(Int(clamping: messagesQuarantined), for: "messagesQuarantined")
        text.add(openConflicts, for: "openConflicts")
        text.add(isSyncPaused, for: "syncPaused")
    }

    private func write(_ machine: Machine, to text: inout JSONText) {
        text.beginObject()
        text.add(machine.live.key.description, for: "key")
        text.add(machine.profile, for: "profile")
        text.add(machine.machineType, for: "type")
        text.add(machine.live.status.rawValue, for: "status")
        text.add(machine.isConnected, for: "connected")
        text.add(machine.lastSeen.rfc3339, for: "lastSeen")
        text.beginObject("latest")
        for reading in machine.live.metrics {
            text.beginObject(reading.name.text)
            text.add(reading.value, for: "value")
            text.add(reading.unit, for: "unit")
            text.add(reading.time.rfc3339, for: "timestamp")
            text.add(reading.quality.word, for: "quality")
            text.add(reading.score, for: "score")
            text.add(reading.expected, for: "expected")
            text.add(reading.low, for: "low")
            text.add(reading.high, for: "high")
            text.endObject()
        }
        text.endObject()
        write(machine.live.twin, machine.calibration, to: &text)
        write(machine.joint, to: &text)
        write(machine.forest, to: &text)
        text.beginArray("alerts")
        for alert in machine.alerts { write(alert, to: &text) }
        text.endArray()
        text.beginArray("latches")
        for latch in machine.latches { text.add(latch) }
        text.endArray()
        text.add(machine.isConflicted, for: "conflicted")
        text.endObject()
    }

    private func write(_ twin: LiveTwin?, _ calibration: TwinCalibrationStatus?, to text: inout JSONText) {
        guard let twin else { return text.add(nil as String?, for: "twin") }
        text.beginObject("twin")
        text.add(twin.temperature, for: "temperature")
        text.add(twin.vibration, for: "vibration")
        text.add(twin.health, for: "health")
        text.add(twin.failureProbability, for: "failureProbability")
        text.add(twin.remainingHours, for: "remainingHours")
        if let calibration {
            text.add(calibration.remainingLow, for: "remainingLow")
            text.add(calibration.remainingHigh, for: "remainingHigh")
            text.add(calibration.isCalibrated, for: "calibrated")
            text.add(calibration.temperatureResidual, for: "temperatureResidual")
            text.add(calibration.temperatureError, for: "temperatureError")
            text.add(calibration.temperatureDeviation, for: "temperatureDeviation")
            text.add(calibration.vibrationResidual, for: "vibrationResidual")
            text.add(calibration.vibrationError, for: "vibrationError")
            text.add(calibration.vibrationDeviation, for: "vibrationDeviation")
        }
        text.endObject()
    }

    private func write(_ joint: JointStatus?, to text: inout JSONText) {
        guard let joint else { return text.add(nil as String?, for: "joint") }
        text.beginObject("joint")
        text.add(joint.score, for: "score")
        text.add(joint.isAlarm, for: "alarm")
        text.add(joint.view, for: "view")
        text.add(joint.metric.text, for: "metric")
        text.add(joint.expected, for: "expected")
        text.add(joint.distance, for: "distance")
        text.add(joint.since?.rfc3339, for: "since")
        text.endObject()
    }

    private func write(_ forest: ForestStatus?, to text: inout JSONText) {
        guard let forest else { return text.add(nil as String?, for: "forest") }
        text.beginObject("forest")
        text.add(forest.version.map(Double.init), for: "version")
        text.add(forest.wanted.map(Double.init), for: "wanted")
        text.add(forest.rowsKnown, for: "rowsKnown")
        text.add(forest.rowsNeeded, for: "rowsNeeded")
        text.add(forest.score, for: "score")
        text.add(forest.isAlarm, for: "alarm")
        text.add(forest.metric?.text, for: "metric")
        text.add(forest.expected, for: "expected")
        text.add(forest.distance, for: "distance")
        text.add(forest.since?.rfc3339, for: "since")
        text.add(forest.refusal, for: "refusal")
        text.endObject()
    }

    private func write(_ alert: Alert, to text: inout JSONText) {
        text.beginObject()
        text.add(alert.id.description, for: "id")
        text.add(alert.kind.rawValue, for: "kind")
        text.add(alert.metric?.text, for: "metric")
        text.add(alert.severity.rawValue, for: "severity")
        text.add(alert.state.rawValue, for: "state")
        text.add(alert.value, for: "value")
        text.add(alert.limit, for: "limit")
        text.add(alert.message, for: "message")
        text.add(alert.raisedAt.rfc3339, for: "raisedAt")
        text.add(alert.changedAt.rfc3339, for: "changedAt")
        text.endObject()
    }

    private func write(_ decision: Decision, to text: inout JSONText) {
        text.beginObject()
        text.add(decision.id.description, for: "id")
        text.add(decision.machine.description, for: "machine")
        text.add(decision.alert?.description, for: "alertId")
        text.add(decision.decidedAt.rfc3339, for: "decidedAt")
        text.add(decision.rootCause, for: "rootCause")
        text.add(decision.riskLevel.rawValue, for: "riskLevel")
        text.add(decision.actionTaken.rawValue, for: "actionTaken")
        text.add(decision.reasoning, for: "reasoning")
        text.add(decision.humanRecommendation, for: "humanRecommendation")
        text.add(decision.rule, for: "rule")
        text.add(decision.model, for: "model")
        text.add(decision.hubReachable, for: "hubReachable")
        text.endObject()
    }
}
