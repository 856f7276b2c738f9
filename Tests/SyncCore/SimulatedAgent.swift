import Runtime
import SyncCore
import SyncWire
import Telemetry

/// An agent's store and session in memory; a crash loses what is in flight and keeps what was committed.
struct SimulatedAgent {
    let incarnation: IncarnationID
    var events: [EventRecord] = []
    var chains: [Digest]
    var segments: [SegmentRecord] = []
    var settledSegments: Set<UInt64> = []
    var progress: SessionProgress
    var session: AgentSession
    var newestCritical: UInt64 = 0
    var reports: [SessionReport] = []
    var wakeAt: Uptime?

    static let settings = SessionSettings(
        intervalSeconds: 2, roundBytesMax: 600, roundEventsMax: 7, roundSegmentsMax: 3, roundDeadlineSeconds: 3,
        backoffMaxSeconds: 8, software: "simulated")

    init(_ incarnation: IncarnationID) {
        self.incarnation = incarnation
        chains = [EventChain.start(of: incarnation)]
        progress = .fresh(incarnation)
        session = AgentSession(settings: Self.settings)
    }

    var backlog: SessionBacklog {
        SessionBacklog(
            newestEvent: UInt64(events.count), newestCriticalEvent: newestCritical, oldestKeptEvent: 1,
            newestSegment: UInt64(segments.count), pendingSegments: segments.count - settledSegments.count)
    }

    var isDrained: Bool {
        progress.acknowledged.seq == UInt64(events.count) && settledSegments.count == segments.count
    }

    mutating func writeEvent(_ random: inout SeededRandom, at: Timestamp) {
        let isCritical = random.unit() < 0.2
        let entry = AuditEntry(
            at: at, actor: "agent", action: "a\(random.next() % 9)", target: "t\(events.count)", detail: "")
        let record = EventRecord(
            seq: UInt64(events.count) + 1, kind: .audit, priority: isCritical ? .critical : .routine,
            payload: EventPayload.audit(entry).encode())
        events.append(record)
        chains.append(EventChain.next(previous: chains[chains.count - 1], record: record))
        if isCritical { newestCritical = record.seq }
    }

    mutating func sealSegment(_ random: inout SeededRandom) throws {
        let time = Int64(segments.count) * 1_000_000
        let content = SegmentContent(blocks: [
            SegmentBlock(
                machine: try required(MachineKey(factory: "f", machine: "m")), isDerived: false, times: [time],
                columns: [
                    SegmentColumn(
                        metric: try required(MetricName("power")), unit: "kW",
                        values: [Double(random.next() % 1_000)])
                ])
        ])
        let payload = try SegmentCodec.encode(content)
        segments.append(
            SegmentRecord(
                seq: UInt64(segments.count) + 1, digest: Digest(of: payload), readings: 1, derived: 0, firstTime: time,
                lastTime: time, payload: payload))
    }

    /// What a plan takes out of the store.
    func gather(_ plan: RoundPlan) -> RoundContents {
        var taken: [EventRecord] = []
        var bytes = 0
        if let after = plan.eventsAfter {
            for record in events.dropFirst(Int(after)) {
                guard taken.count < plan.eventsMax, taken.isEmpty || bytes + record.payload.count <= plan.eventBytesMax
                else { break }
                taken.append(record)
                bytes += record.payload.count
            }
        }
        let pending = segments.reversed().filter { !settledSegments.contains($0.seq) }
        let count = plan.segmentCount(
            sizes: pending.map(\.payload.count), bytes: plan.telemetryBytes(afterStrictBytes: bytes))
        let after = plan.eventsAfter ?? progress.acknowledged.seq
        return RoundContents(
            events: taken, chainBefore: chains[Int(after)], segments: Array(pending.prefix(count)), live: nil,
            report: AgentReport(backlog: .empty, disk: nil),
            hasMore: pending.count > count || Int(after) + taken.count < events.count)
    }

    mutating func settle(_ settlement: Settlement) {
        progress = settlement.progress
        for outcome in settlement.segments { settledSegments.insert(outcome.seq) }
    }

    /// The process dies: the session is gone, the store stays.
    mutating func crash(_ random: UInt64) {
        session = AgentSession(settings: Self.settings, random: random)
        wakeAt = nil
    }
}

/// A thing that must be there for the test to make sense.
func required<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Missing() }
    return value
}

private struct Missing: Error {}
