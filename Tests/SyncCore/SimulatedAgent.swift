import Runtime
import SyncCore
import SyncWire
import Telemetry

/// An agent's store and session in memory; a crash loses what is in flight and keeps what was committed.
struct SimulatedAgent {
    let incarnation: IncarnationID
    var events: [EventRecord] = []
    var chains: [Digest]
    /// Stream D; `dirty` says of each change that is in no record yet whether it is of a safety field.
    var documents: [EventRecord] = []
    var documentChains: [Digest]
    var dirty: [Bool] = []
    /// What came down from the hub.
    var downlink: [EventRecord] = []
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
        documentChains = [EventChain.start(of: incarnation, stream: .documents)]
        progress = .fresh(incarnation)
        session = AgentSession(settings: Self.settings)
    }

    var backlog: SessionBacklog {
        SessionBacklog(
            newestEvent: UInt64(events.count), newestCriticalEvent: newestCritical, oldestKeptEvent: 1,
            newestSegment: UInt64(segments.count), pendingSegments: segments.count - settledSegments.count,
            documents: documentBacklog)
    }

    var documentBacklog: DocumentBacklog {
        DocumentBacklog(
            newest: UInt64(documents.count), newestSafety: documents.last { $0.priority == .critical }?.seq ?? 0,
            oldestKept: 1, dirty: dirty.count, isSafetyDirty: dirty.contains(true))
    }

    /// Makes records of what is dirty, as a store does when a round is gathered.
    mutating func sealDocuments() {
        for isSafety in dirty {
            let record = EventRecord(
                seq: UInt64(documents.count) + 1, kind: .documentPatch, priority: isSafety ? .critical : .important,
                payload: [UInt8](repeating: UInt8(truncatingIfNeeded: documents.count), count: 40))
            documents.append(record)
            documentChains.append(EventChain.next(previous: documentChains[documentChains.count - 1], record: record))
        }
        dirty = []
    }

    var isDrained: Bool {
        progress.acknowledged.seq == UInt64(events.count) && settledSegments.count == segments.count
    }

    /// One event; every fifth is critical where it is not said.
    mutating func writeEvent(_ random: inout SeededRandom, at: Timestamp, isCritical: Bool? = nil) {
        let isCritical = isCritical ?? (random.unit() < 0.2)
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
    mutating func gather(_ plan: RoundPlan) -> RoundContents {
        if plan.documentsAfter != nil { sealDocuments() }
        var (taken, patches): ([EventRecord], [EventRecord]) = ([], [])
        if plan.takesDocumentsFirst {
            patches = Self.take(documents, plan.documentsAfter, plan.documentsMax, plan.documentBytesMax)
        }
        var bytes = patches.reduce(0) { $0 + $1.payload.count }
        taken = Self.take(
            events, plan.eventsAfter, plan.eventsMax,
            plan.strictBytes(afterFirstBytes: bytes, ownMax: plan.eventBytesMax))
        bytes += taken.reduce(0) { $0 + $1.payload.count }
        if !plan.takesDocumentsFirst {
            patches = Self.take(
                documents, plan.documentsAfter, plan.documentsMax,
                plan.strictBytes(afterFirstBytes: bytes, ownMax: plan.documentBytesMax))
            bytes += patches.reduce(0) { $0 + $1.payload.count }
        }
        let pending = segments.reversed().filter { !settledSegments.contains($0.seq) }
        let count = plan.segmentCount(
            sizes: pending.map { ($0.payload.count, Int($0.readings + $0.derived)) },
            bytes: plan.telemetryBytes(afterStrictBytes: bytes))
        let after = plan.eventsAfter ?? progress.acknowledged.seq
        let patchesAfter = plan.documentsAfter ?? progress.documentsAcknowledged.seq
        return RoundContents(
            events: taken, chainBefore: chains[Int(after)], documents: patches,
            documentsChainBefore: documentChains[Int(patchesAfter)], documentBacklog: documentBacklog,
            segments: Array(pending.prefix(count)), live: nil, report: AgentReport(backlog: .empty, disk: nil),
            hasMore: pending.count > count || Int(after) + taken.count < events.count
                || Int(patchesAfter) + patches.count < documents.count)
    }

    private static func take(
        _ records: [EventRecord], _ after: UInt64?, _ countMax: Int, _ bytesMax: Int
    ) -> [EventRecord] {
        guard let after else { return [] }
        var taken: [EventRecord] = []
        var bytes = 0
        for record in records.dropFirst(Int(after)) {
            guard taken.count < countMax, taken.isEmpty || bytes + record.payload.count <= bytesMax else { break }
            taken.append(record)
            bytes += record.payload.count
        }
        return taken
    }

    mutating func settle(_ settlement: Settlement) {
        progress = settlement.progress
        downlink += settlement.downlink
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
