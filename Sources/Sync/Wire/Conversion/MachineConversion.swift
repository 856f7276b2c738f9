internal import FoundationEssentials
internal import Telemetry

extension ProtoActionPayload {
    init(_ action: DeviceAction) {
        self.init()
        id = WireBytes.data(action.id.unique)
        machine = ProtoMachineKey(action.machine)
        decision = WireBytes.data(action.decision?.unique)
        name = action.name
        state = action.state.rawValue
        reason = action.reason
        requestedAt = action.requestedAt.microseconds
        changedAt = action.changedAt.microseconds
        expiresAt = action.expiresAt.microseconds
    }
}

extension DeviceAction {
    init(_ message: ProtoActionPayload) throws(EventPayloadError) {
        self.init(
            id: try PayloadField.id(message.id, "id"), machine: try PayloadField.machine(message.machine),
            decision: try PayloadField.optionalID(message.decision, "decision"),
            name: try PayloadField.text(message.name, "name"),
            state: try PayloadField.word(message.state, "state"),
            reason: try PayloadField.text(message.reason, "reason"),
            requestedAt: Timestamp(microseconds: message.requestedAt),
            changedAt: Timestamp(microseconds: message.changedAt),
            expiresAt: Timestamp(microseconds: message.expiresAt))
    }
}

extension ProtoMachineSeenPayload {
    init(_ seen: MachineSeen) {
        self.init()
        machine = ProtoMachineKey(seen.machine)
        profile = seen.profile
        machineType = seen.machineType
        online = seen.isOnline
        at = seen.at.microseconds
        metrics = seen.metrics.map { metric in
            var message = ProtoMachineSeenPayload.Metric()
            message.name = metric.name.text
            message.unit = metric.unit
            message.intervalSeconds = metric.intervalSeconds
            return message
        }
        limits = seen.limits.map { limit in
            var message = ProtoMachineSeenPayload.Limit()
            message.metric = limit.metric.text
            message.kind = limit.kind.rawValue
            message.severity = limit.severity.rawValue
            message.below = limit.isBelow
            message.threshold = limit.threshold
            return message
        }
    }
}

extension MachineSeen {
    init(_ message: ProtoMachineSeenPayload) throws(EventPayloadError) {
        guard message.metrics.count <= 4_096 else { throw .fieldInvalid("metrics") }
        guard message.limits.count <= 4_096 else { throw .fieldInvalid("limits") }
        var metrics: [Metric] = []
        for metric in message.metrics {
            metrics.append(
                Metric(
                    name: try PayloadField.metric(metric.name, "metrics.name"),
                    unit: try PayloadField.text(metric.unit, "metrics.unit"),
                    intervalSeconds: try PayloadField.finite(metric.intervalSeconds, "metrics.interval_seconds")))
        }
        var limits: [Limit] = []
        for limit in message.limits {
            limits.append(
                Limit(
                    metric: try PayloadField.metric(limit.metric, "limits.metric"),
                    kind: AlertKind(rawValue: try PayloadField.text(limit.kind, "limits.kind")),
                    severity: try PayloadField.word(limit.severity, "limits.severity"), isBelow: limit.below,
                    threshold: try PayloadField.finite(limit.threshold, "limits.threshold")))
        }
        self.init(
            machine: try PayloadField.machine(message.machine),
            profile: try PayloadField.text(message.profile, "profile"),
            machineType: try PayloadField.text(message.machineType, "machine_type"), isOnline: message.online,
            metrics: metrics, limits: limits,
            at: Timestamp(microseconds: message.at))
    }
}

extension ProtoMachineStatusPayload {
    init(_ change: MachineStatusChange) {
        self.init()
        machine = ProtoMachineKey(change.machine)
        status = change.status.rawValue
        reason = change.reason
        decision = WireBytes.data(change.decision?.unique)
        at = change.at.microseconds
    }
}

extension MachineStatusChange {
    init(_ message: ProtoMachineStatusPayload) throws(EventPayloadError) {
        self.init(
            machine: try PayloadField.machine(message.machine), status: try PayloadField.word(message.status, "status"),
            reason: try PayloadField.text(message.reason, "reason"),
            decision: try PayloadField.optionalID(message.decision, "decision"),
            at: Timestamp(microseconds: message.at))
    }
}
