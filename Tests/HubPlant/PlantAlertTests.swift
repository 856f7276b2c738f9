import HubPlant
import Telemetry
import Testing

@Suite("Alerts with what people did")
struct PlantAlertTests {
    private static let now = Timestamp(seconds: 1_000)

    private static func alert(
        active: Bool, acknowledged: Bool, resolved: Bool = false, shelvedFor: Double? = nil, suppressed: Bool = false
    ) -> PlantAlert {
        PlantAlert(
            id: AlertID(UniqueID(high: 0, low: 1)), machine: MachineID(UniqueID(high: 0, low: 2)), machineName: "pump",
            factory: FactoryID(UniqueID(high: 0, low: 3)), agent: nil, kind: .temperature,
            metric: MetricName("temperature"),
            severity: .warning, isActive: active, isSuppressed: suppressed, value: 76, limit: 75, unit: "Cel",
            expected: nil, score: nil, message: "hot", raisedAt: now, changedAt: now,
            returnedAt: active ? nil : now, acknowledgedAt: acknowledged ? now : nil, acknowledgedBy: nil,
            resolvedAt: resolved ? now : nil, resolvedBy: nil, comment: nil,
            shelvedUntil: shelvedFor.map { now.advanced(seconds: $0) })
    }

    @Test(
        "every combination has one state",
        arguments: [
            (alert(active: true, acknowledged: false), AlertState.unacknowledgedActive),
            (alert(active: true, acknowledged: true), .acknowledgedActive),
            (alert(active: false, acknowledged: false), .unacknowledgedReturned),
            (alert(active: false, acknowledged: true), .normal),
            (alert(active: true, acknowledged: false, resolved: true), .normal),
            (alert(active: false, acknowledged: false, resolved: true), .normal),
            (alert(active: true, acknowledged: false, shelvedFor: 60), .shelved),
            (alert(active: true, acknowledged: true, shelvedFor: -1), .acknowledgedActive),
            (alert(active: true, acknowledged: false, suppressed: true), .suppressed),
        ])
    func states(alert: PlantAlert, state: AlertState) {
        #expect(alert.state(at: Self.now) == state)
    }

    @Test(
        "health in a word",
        arguments: [
            (100.0, HealthState.healthy), (80.1, .healthy), (80, .warning), (60.5, .warning), (60, .critical),
            (0, .critical),
        ])
    func health(score: Double, state: HealthState) {
        #expect(HealthState(score: score) == state)
    }

    @Test("an agent is online while it is heard and not revoked")
    func online() {
        var agent = PlantAgent(
            id: AgentID(UniqueID(high: 0, low: 1)), name: "gateway", version: nil, incarnation: nil,
            enrolledAt: Self.now, lastSeenAt: nil, roundIntervalSeconds: nil, certificateExpiresAt: nil, revokedAt: nil,
            backlogEvents: 0, backlogReadings: 0,
            backlogBytes: 0, backlogOldestAt: nil, secondsLeft: nil, clockOffsetMilliseconds: nil,
            diskUsedBytes: nil, diskBudgetBytes: nil, diskFreeBytes: nil)
        #expect(!agent.isOnline(at: Self.now, within: 60))
        agent.lastSeenAt = Self.now.advanced(seconds: -60)
        #expect(agent.isOnline(at: Self.now, within: 60))
        #expect(!agent.isOnline(at: Self.now.advanced(seconds: 1), within: 60))
        agent.revokedAt = Self.now
        #expect(!agent.isOnline(at: Self.now, within: 60))
    }
}
