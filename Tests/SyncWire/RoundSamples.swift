import SyncWire
import Telemetry
import Testing

/// One of each thing that travels.
enum RoundSamples {
    static let moment = Timestamp(microseconds: 1_763_712_000_123_456)
    static let unique = UniqueID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001)

    static func payloads() throws -> [EventPayload] {
        let machine = try SegmentSamples.key("pump-1")
        let metric = try #require(MetricName("temperature"))
        return [
            .alert(
                Alert(
                    id: AlertID(unique), machine: machine, kind: .temperature, metric: metric, severity: .critical,
                    state: .unacknowledgedActive, revision: 2, value: 86.5, limit: 85, expected: 61.25, score: 0.99,
                    message: "86.5 °C is over the limit.", raisedAt: moment, changedAt: moment, returnedAt: moment)),
            .alert(
                Alert(
                    id: AlertID(unique), machine: machine, kind: .stale, metric: nil, severity: .warning,
                    state: .normal, value: nil, limit: nil, message: "", raisedAt: moment, changedAt: moment)),
            .decision(
                Decision(
                    id: DecisionID(unique), machine: machine, alert: AlertID(unique), decidedAt: moment,
                    rootCause: "Cooling is blocked.", riskLevel: .critical, actionTaken: .maintenance,
                    reasoning: "It was over 85 °C for 5 s.", estimatedSavings: 1_200.5, preventedLoss: 15_000,
                    humanRecommendation: "Clean the filter.", decidedBy: "agent", rule: "over-temperature",
                    model: "pump@1, limits@1, twin@1", hubReachable: true,
                    evidence: [Decision.Evidence(metric: metric, time: moment, value: 86.5)])),
            .action(
                DeviceAction(
                    id: DeviceCommandID(unique), machine: machine, decision: nil, name: "stop", state: .unknown,
                    reason: "No answer within 5 s.", requestedAt: moment, changedAt: moment, expiresAt: moment)),
            .machineSeen(
                MachineSeen(
                    machine: machine, profile: "pump@1", machineType: "PUMP", isOnline: true,
                    metrics: [MachineSeen.Metric(name: metric, unit: "°C", intervalSeconds: 1)], at: moment)),
            .machineStatus(
                MachineStatusChange(
                    machine: machine, status: .maintenance, reason: "over-temperature", decision: DecisionID(unique),
                    at: moment)),
            .gap(
                GapManifest(
                    machine: nil, metric: metric, from: moment, to: moment.advanced(seconds: 60), readings: 60,
                    reason: "THINNED", thinnedToSeconds: 60, at: moment)),
            .audit(AuditEntry(at: moment, actor: "agent", action: "agent.started", target: "agent", detail: "0.1.0")),
        ]
    }

    static func request() throws -> RoundRequest {
        let records = try payloads().enumerated().map { index, payload in
            EventRecord(
                seq: UInt64(index) + 8, kind: payload.kind, priority: payload.priority, payload: payload.encode())
        }
        let segment = (0..<300).map { UInt8(truncatingIfNeeded: $0 * $0) }
        return RoundRequest(
            hello: AgentHello(
                protocolVersion: 1, software: "millwright-agent 0.1.0", incarnation: IncarnationID(unique), round: 41,
                resumeToken: [1, 2, 3], hubGeneration: 3,
                acknowledged: EventCursor(seq: 7, chain: Digest(of: [7])), newestEvent: 15, newestSegment: 4),
            events: EventBatch(chainBefore: Digest(of: [7]), chainAfter: Digest(of: [15]), records: records),
            segments: [
                SegmentRecord(
                    seq: 4, digest: Digest(of: segment), readings: 300, derived: 20,
                    firstTime: -5, lastTime: moment.microseconds, payload: segment)
            ],
            live: try live(),
            report: AgentReport(
                backlog: Backlog(
                    events: 8, readings: 300, segments: 1, bytes: 1_234, oldestAt: moment, secondsLeft: 0.5),
                disk: DiskUse(used: 1, budget: 2, free: 3), clockOffset: -1_500, clockError: 200),
            clock: ClockStamps(agentSent: moment))
    }

    static func live() throws -> LiveBatch {
        LiveBatch(
            at: moment,
            machines: [
                LiveMachine(
                    key: try SegmentSamples.key("pump-1"), status: .online,
                    metrics: [
                        LiveReading(
                            name: try #require(MetricName("power")), unit: "kW", time: moment, value: 12.5,
                            quality: .uncertain, score: 0.25, expected: 12, low: 11, high: 13),
                        LiveReading(
                            name: try #require(MetricName("rpm")), unit: "", time: moment, value: 1_480,
                            quality: .good),
                    ],
                    twin: LiveTwin(
                        temperature: 61.2, vibration: nil, health: 97, failureProbability: 0.01, remainingHours: nil))
            ])
    }

    static func answer() -> RoundAnswer {
        RoundAnswer(
            protocolVersion: 1, round: 41, incarnation: IncarnationID(unique),
            events: EventCursor(seq: 15, chain: Digest(of: [15])),
            eventRefusal: EventRefusal(code: "EVENT_GAP", message: "There is a gap.", expected: 9),
            quarantinedEvents: [9, 11],
            segments: SegmentOutcome.Kind.allCases.map {
                SegmentOutcome(seq: UInt64($0.rawValue), kind: $0, code: "X")
            },
            credits: SyncStream.allCases.map { Credit(stream: $0, bytes: 1 << 20, records: 1_000) },
            holds: [
                Hold(stream: .telemetry, until: moment, milliseconds: 5_000, limit: "readings-per-day", reason: "…")
            ],
            retryAfterMilliseconds: 250, resumeToken: [9, 9], hubGeneration: 3, safePosition: [0, 1],
            clock: ClockStamps(agentSent: moment, hubReceived: moment, hubSent: moment))
    }
}
