import Runtime
import SyncCore
import SyncWire
import Telemetry

/// The sending side of a test: an incarnation with its chain, and rounds made from what is to be sent.
struct TestAgent {
    var incarnation: IncarnationID
    var cursor: EventCursor
    var newestSegment: UInt64 = 0
    var token: [UInt8] = []
    private(set) var records: [EventRecord] = []
    private var round: UInt64 = 0

    static let key = MachineKey(factory: "f1", machine: "m1") ?? unreachable()
    static let start = Timestamp(seconds: 1_763_712_000)

    init(seed: UInt64 = 9) {
        var random = SeededRandom(seed: seed)
        incarnation = .random(using: &random)
        cursor = EventCursor(seq: 0, chain: EventChain.start(of: incarnation))
    }

    /// Adds events to the stream, all with one label of the hybrid clock.
    mutating func write(_ payloads: [EventPayload], label: HybridTime? = nil) {
        for payload in payloads {
            records.append(
                EventRecord(
                    seq: UInt64(records.count + 1), kind: payload.kind, priority: payload.priority,
                    payload: payload.encode(), label: label))
        }
    }

    /// Adds a record as it is, readable or not.
    mutating func write(kind: EventKind, bytes: [UInt8], label: HybridTime? = nil) {
        records.append(
            EventRecord(
                seq: UInt64(records.count + 1), kind: kind, priority: .routine, payload: bytes, label: label))
    }

    /// A round with the events from `first` on.
    mutating func request(
        eventsFrom first: Int? = nil, segments: [SegmentRecord] = [], live: LiveBatch? = nil
    ) -> RoundRequest {
        round += 1
        let from = first ?? Int(cursor.seq) + 1
        let before = records.prefix(from - 1).reduce(EventChain.start(of: incarnation)) {
            EventChain.next(previous: $0, record: $1)
        }
        let sent = Array(records.dropFirst(from - 1))
        newestSegment = max(newestSegment, segments.map(\.seq).max() ?? 0)
        return RoundRequest(
            hello: AgentHello(
                software: "test", incarnation: incarnation, round: round, resumeToken: token, hubGeneration: 1,
                acknowledged: cursor, newestEvent: UInt64(records.count), newestSegment: newestSegment),
            events: sent.isEmpty ? nil : EventBatch(records: sent, following: before), segments: segments, live: live,
            report: AgentReport(backlog: .empty, disk: nil), clock: ClockStamps(agentSent: Self.start))
    }

    /// Takes over what an answer acknowledges.
    mutating func settle(_ answer: RoundAnswer) {
        cursor = answer.events
        if !answer.resumeToken.isEmpty { token = answer.resumeToken }
    }

    static func alert(_ number: UInt64, state: AlertState = .unacknowledgedActive, revision: UInt32 = 1) -> Alert {
        Alert(
            id: AlertID(UniqueID(high: 1, low: number)), machine: key, kind: .temperature,
            metric: MetricName("temperature"), severity: .warning, state: state, revision: revision, value: 80,
            limit: 75, message: "hot", raisedAt: start, changedAt: start.advanced(seconds: Double(revision)),
            returnedAt: state.isActive ? nil : start.advanced(seconds: 9))
    }

    /// A segment with `count` readings of each of two metrics, one every 2 s from `at`.
    static func segment(
        _ seq: UInt64, at: Timestamp = start, count: Int = 100, key: MachineKey = key, seed: UInt64 = 3
    ) throws -> SegmentRecord {
        var random = SeededRandom(seed: seed)
        let times = (0..<count).map { at.microseconds + Int64($0) * 2_000_000 }
        func column(_ name: String, _ unit: String) -> SegmentColumn {
            SegmentColumn(
                metric: MetricName(name) ?? unreachable(), unit: unit,
                values: times.map { _ in (random.unit() * 1_000).rounded() / 10 })
        }
        let measured = SegmentBlock(
            machine: key, isDerived: false, times: times,
            columns: [column("power", "kW"), column("temperature", "Cel")])
        let derived = SegmentBlock(machine: key, isDerived: true, times: times, columns: [column("~score", "1")])
        return try record(seq, SegmentContent(blocks: [measured, derived]))
    }

    static func record(_ seq: UInt64, _ content: SegmentContent) throws -> SegmentRecord {
        let payload = try SegmentCodec.encode(content)
        let range = content.timeRange ?? 0...0
        return SegmentRecord(
            seq: seq, digest: Digest(of: payload), readings: UInt64(content.measuredReadings),
            derived: UInt64(content.derivedReadings), firstTime: range.lowerBound, lastTime: range.upperBound,
            payload: payload)
    }
}

/// For names that are written out in a test and are valid.
func unreachable<Value>() -> Value { preconditionFailure("because the names in these tests are valid") }
