internal import HubPlant
internal import SyncCore
internal import Telemetry

/// A machine as the API shows it.
enum MachineView {
    static func json(
        _ machine: Machine, withIntervals: Bool, at now: Timestamp, agentSilenceSeconds: Double
    ) -> JSONValue {
        let health = machine.twin?.health
        var fields = [
            JSONField("id", .of(machine.id)), JSONField("name", .string(machine.name)),
            JSONField("type", .string(machine.type)), JSONField("factoryId", .of(machine.factory)),
            JSONField("factoryName", .string(machine.factoryName)),
            JSONField("description", .of(machine.description)), JSONField("profile", .of(machine.profile)),
            JSONField("status", .string(machine.shownStatus)),
            JSONField("approval", .string(machine.approval.rawValue)), JSONField("healthScore", .of(health)),
            JSONField("healthState", .of(health.map { HealthState(score: $0).rawValue })),
            JSONField("latches", .array(machine.latches.map { .string($0) })),
            JSONField("conflicted", .bool(machine.isConflicted)),
            JSONField("openAlerts", .of(machine.openAlerts)), JSONField("worstSeverity", .of(machine.worstSeverity)),
            JSONField("latest", .object(machine.latest.map { JSONField($0.metric.text, $0.json) })),
            JSONField("twin", .of(machine.twin)),
            JSONField("agent", agent(machine.agent, at: now, silenceSeconds: agentSilenceSeconds)),
            JSONField("limits", .array(machine.limits.map(limit))),
            JSONField("createdAt", .of(machine.createdAt)),
        ]
        if withIntervals {
            let intervals = machine.intervals.map { JSONField($0.metric.text, .of($0.seconds)) }
            fields.append(JSONField("intervals", .object(intervals)))
        }
        return .object(fields)
    }

    private static func agent(_ agent: MachineAgent?, at now: Timestamp, silenceSeconds: Double) -> JSONValue {
        guard let agent else { return .null }
        let silence = agent.lastSeenAt.map { now.seconds(since: $0) }
        let most = AgentSilence(leastSeconds: silenceSeconds).seconds(intervalSeconds: agent.roundIntervalSeconds)
        return [
            "id": .of(agent.id), "name": .string(agent.name),
            "online": .bool(silence.map { $0 <= most } ?? false), "lastSeenAt": .of(agent.lastSeenAt),
            "backlogReadings": .of(agent.backlogReadings),
        ]
    }

    private static func limit(_ limit: MachineLimit) -> JSONValue {
        [
            "metric": .of(limit.metric), "kind": .string(limit.kind.rawValue), "severity": .of(limit.severity),
            "direction": .string(limit.direction), "threshold": .of(limit.threshold),
        ]
    }
}
