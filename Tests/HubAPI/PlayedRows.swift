import HubIngest
import HubStore
import HubTenancy
import Logging
import Runtime
import SyncCore
import SyncWire
import Telemetry

/// Readings that an agent has sent a hub under test.
enum PlayedRows {
    /// Rows of a machine whose temperature goes with its power, two seconds apart up to now, in one segment.
    static func send(
        _ rows: Int, of machine: MachineKey, by agent: AgentPrincipal, _ incarnation: IncarnationID, to hub: TestHub
    ) async throws {
        let now = SystemClock().now()
        let seen = MachineSeen(
            machine: machine, profile: "press@1", machineType: "PRESS", isOnline: true, metrics: [], at: now)
        var random = SeededRandom(seed: 5)
        let first = now.microseconds / 1_000 * 1_000 - Int64(rows) * 2_000_000
        let times = (0..<rows).map { first + Int64($0) * 2_000_000 }
        let load = times.map { _ in (random.unit() * 200).rounded() / 10 }
        let columns = [("power", load), ("temperature", load.map { 30 + $0 / 2 }), ("~score", load.map { _ in 0.5 })]
            .compactMap { name, values in
                MetricName(name).map { SegmentColumn(metric: $0, unit: "1", values: values) }
            }
        let content = SegmentContent(
            blocks: [
                SegmentBlock(machine: machine, isDerived: false, times: times, columns: Array(columns.prefix(2))),
                SegmentBlock(machine: machine, isDerived: true, times: times, columns: Array(columns.suffix(1))),
            ])
        let payload = try SegmentCodec.encode(content)
        let range = content.timeRange ?? 0...0
        let segment = SegmentRecord(
            seq: 1, digest: Digest(of: payload), readings: UInt64(content.measuredReadings),
            derived: UInt64(content.derivedReadings), firstTime: range.lowerBound, lastTime: range.upperBound,
            payload: payload)
        let start = EventChain.start(of: incarnation)
        let event = EventPayload.machineSeen(seen)
        let record = EventRecord(seq: 1, kind: event.kind, priority: event.priority, payload: event.encode())
        let request = RoundRequest(
            hello: AgentHello(
                software: "1.0.0", incarnation: incarnation, round: 1, resumeToken: [], hubGeneration: 1,
                acknowledged: EventCursor(seq: 0, chain: start), newestEvent: 1, newestSegment: 1),
            events: EventBatch(records: [record], following: start), segments: rows > 0 ? [segment] : [], live: nil,
            report: AgentReport(backlog: .empty, disk: nil), clock: ClockStamps(agentSent: now))
        let service = RoundService(
            hub.pool, partitions: ChunkPartitions(hub.pool),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        _ = try await service.handle(frame: try RoundFrame.encode(request), agent: agent, receivedAt: now)
    }
}
