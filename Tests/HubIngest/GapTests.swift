import HubIngest
import HubStore
import HubTenancy
import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

@Suite("Gaps and thinned segments")
struct GapTests {
    private func gap(_ segment: UInt64?, readings: UInt64 = 200) -> EventPayload {
        .gap(
            GapManifest(
                machine: TestAgent.key, metric: nil, from: TestAgent.start, to: TestAgent.start.advanced(seconds: 198),
                readings: readings, reason: "DROPPED", thinnedToSeconds: nil,
                segment: segment.map { SegmentReference(seq: $0, digest: nil) }, at: TestAgent.start))
    }

    /// A segment that was thinned on the edge, in the place of others.
    private func thinned(_ seq: UInt64, of originals: [SegmentRecord]) throws -> SegmentRecord {
        let contents = try originals.map { try SegmentCodec.decode($0.payload) }
        var record = try TestAgent.record(seq, Thinning.thin(contents, toSeconds: 60).content)
        record.originals = originals.map { SegmentReference(seq: $0.seq, digest: $0.digest) }
        return record
    }

    private static let accounted = """
        SELECT (SELECT coalesce(sum(readings), 0) FROM sync_segments WHERE stored)
            + (SELECT coalesce(sum(readings), 0) FROM telemetry_gaps)
        """

    @Test func aDroppedSegmentThatArrivedAfterAllIsNotMissing() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        let segments = try (1...3).map {
            try TestAgent.segment(UInt64($0), at: TestAgent.start.advanced(seconds: Double($0) * 200))
        }
        // Segment 1 was stored and its answer lost, segment 2 comes after the gap, segment 3 never does.
        try await world.send(agent.request(segments: [segments[0]]))
        agent.write([gap(1, readings: 150), gap(1, readings: 50), gap(2), gap(3), gap(nil, readings: 7)])
        agent.settle(try await world.send(agent.request()))
        #expect(try await world.psql("SELECT count(*), sum(readings) FROM telemetry_gaps") == "3|407")
        try await world.send(agent.request(segments: [segments[1]]))
        #expect(try await world.psql("SELECT count(*), sum(readings) FROM telemetry_gaps") == "2|207")
        #expect(try await world.psql(Self.accounted) == "607")
    }

    @Test func aThinnedSegmentKeepsTotalsRight() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        let originals = try [TestAgent.segment(1), TestAgent.segment(2, at: TestAgent.start.advanced(seconds: 200))]
        let answer = try await world.send(agent.request(segments: [try thinned(3, of: originals)]))
        #expect(answer.segments.map(\.kind) == [.stored])
        let rollups = """
            SELECT s.metric, sum(r.count), round(sum(r.sum)::numeric, 3), min(r.min), max(r.max)
            FROM rollup_1h r JOIN series s ON s.id = r.series GROUP BY 1 ORDER BY 1
            """
        let made = try await world.psql(rollups)
        let other = try await RoundWorld()
        var whole = TestAgent()
        try await other.send(whole.request(segments: originals))
        #expect(made == (try await other.psql(rollups)))
        #expect(made.hasPrefix("power|200|"))
        #expect(try await world.psql("SELECT count(*) FROM energy_readings") == "0")
    }

    @Test func aThinnedSegmentAndItsOriginalAreNeverBothCounted() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        let originals = try [TestAgent.segment(1), TestAgent.segment(2, at: TestAgent.start.advanced(seconds: 300))]
        let count = "SELECT sum(count) FROM rollup_1h"
        try await world.send(agent.request(segments: [originals[0]]))
        let late = try await world.send(agent.request(segments: [try thinned(3, of: originals)]))
        #expect(late.segments == [SegmentOutcome(seq: 3, kind: .stored)])
        #expect(try await world.psql(count) == "400")

        let third = try TestAgent.segment(4, at: TestAgent.start.advanced(seconds: 600))
        try await world.send(agent.request(segments: [try thinned(5, of: [third])]))
        let again = try await world.send(agent.request(segments: [third]))
        #expect(again.verdict?.code == "SEGMENT_COLLISION" && again.segments.isEmpty)
        #expect(try await world.psql(count) == "600")
    }

    @Test func countsThatCannotBeAreLeftOut() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        let names = ["~count.power", "~mean.power", "~min.power", "~max.power", "~last.power"]
        let values: [[Double]] = [[-1, 1e300, 2e9, 3], [1, 1, 1, 5], [1, 1, 1, 4], [1, 1, 1, 6], [1, 1, 1, 5]]
        let block = SegmentBlock(
            machine: TestAgent.key, isDerived: true,
            times: (0..<4).map { TestAgent.start.microseconds + $0 * 60_000_000 },
            columns: zip(names, values).map {
                SegmentColumn(metric: MetricName($0) ?? unreachable(), unit: "kW", values: $1)
            })
        let answer = try await world.send(
            agent.request(segments: [try TestAgent.record(1, SegmentContent(blocks: [block]))]))
        #expect(answer.segments.map(\.kind) == [.stored])
        #expect(try await world.psql("SELECT count, sum, min, max FROM rollup_1h") == "3|15|4|6")
    }
}
