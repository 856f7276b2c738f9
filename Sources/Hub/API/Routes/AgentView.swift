internal import HubPlant
internal import SyncCore
internal import Telemetry

/// An agent as the API and live screens show it.
enum AgentView {
    /// Who was silent for `silenceSeconds`, or for some intervals of its own, is not online.
    static func json(_ agent: PlantAgent, at now: Timestamp, silenceSeconds: Double) -> JSONValue {
        let silence = AgentSilence(leastSeconds: silenceSeconds)
            .seconds(intervalSeconds: agent.roundIntervalSeconds)
        return [
            "id": .of(agent.id), "name": .string(agent.name), "version": .of(agent.version),
            "online": .bool(agent.isOnline(at: now, within: silence)), "lastSeenAt": .of(agent.lastSeenAt),
            "intervalSeconds": .of(agent.roundIntervalSeconds),
            "enrolledAt": .of(agent.enrolledAt), "certificateExpiresAt": .of(agent.certificateExpiresAt),
            "revokedAt": .of(agent.revokedAt),
            "incarnation": .of(agent.incarnation),
            "backlog": [
                "events": .of(agent.backlogEvents), "readings": .of(agent.backlogReadings),
                "bytes": .of(agent.backlogBytes), "oldestAt": .of(agent.backlogOldestAt),
                "ageSeconds": .of(agent.backlogOldestAt.map { max(0, now.seconds(since: $0)) }),
                "secondsLeft": .of(agent.secondsLeft),
            ],
            "clockOffsetMs": .of(agent.clockOffsetMilliseconds),
            "disk": [
                "usedBytes": .of(agent.diskUsedBytes), "budgetBytes": .of(agent.diskBudgetBytes),
                "freeBytes": .of(agent.diskFreeBytes),
            ],
        ]
    }
}
