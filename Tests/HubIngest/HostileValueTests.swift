import HubIngest
import HubPlant
import HubStore
import HubTenancy
import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// Numbers that no agent sends, from one that holds a certificate: the hub answers, and serves the next round.
@Suite struct HostileValueTests {
    /// A segment of one column at some times; all values the same.
    private static func segment(_ seq: UInt64, at times: [Int64], isDerived: Bool = false) throws -> SegmentRecord {
        let names = isDerived ? ["~count.power", "~max.power", "~mean.power", "~min.power"] : ["power"]
        let columns = names.map {
            SegmentColumn(
                metric: MetricName($0) ?? unreachable(), unit: "kW", values: [Double](repeating: 1, count: times.count))
        }
        let block = SegmentBlock(machine: TestAgent.key, isDerived: isDerived, times: times, columns: columns)
        return try TestAgent.record(seq, SegmentContent(blocks: [block]))
    }

    /// That the hub still takes what an agent sends.
    private static func expectService(_ world: RoundWorld) async throws {
        var other = TestAgent(seed: 77)
        let stranger = try await RoundWorld.makeAgent(world.pool, seed: 77)
        other.write([.alert(TestAgent.alert(1))])
        let answer = try await world.send(other.request(segments: [try TestAgent.segment(1)]), as: stranger)
        #expect(answer.events.seq == 1 && answer.segments.map(\.kind) == [.stored])
    }

    @Test func segmentsThatExpandToMoreThanARoundMayAreRefusedBeforeThat() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        let start = TestAgent.start.microseconds
        let constant = try Self.segment(1, at: (0..<65_536).map { start + $0 * 1_000_000 })
        #expect(SegmentSizes(of: [constant]).values == 131_072)
        let many = (1...UInt64(1_024)).map { seq in
            var copy = constant
            copy.seq = seq
            return copy
        }
        let frame = try RoundFrame.encode(agent.request(segments: many))
        #expect(frame.count < 1 << 20, "134 million values")
        await #expect(
            throws: RoundFrameError.segmentsExpandTooMuch(
                what: "values", count: 1_024 * 131_072, countMax: 4_000_000)
        ) {
            try await world.service.handle(frame: frame, agent: world.principal, receivedAt: world.clock.now())
        }
        // What agents pack at most is taken.
        let readings = 65_536
        let plan = RoundPlan(
            round: 1, eventsAfter: nil, eventBytesMax: 0, eventsMax: 0, segmentsMax: 256,
            telemetryBytesMax: 2 << 20, telemetryBytesMin: 0, bytesMax: 2 << 20, takesLive: false)
        let count = plan.segmentCount(sizes: many.map { ($0.payload.count, readings) }, bytes: 2 << 20)
        #expect(count == 16)
        #expect(SegmentSizes(of: many.prefix(count + 1)).fits())
        try await Self.expectService(world)
    }

    @Test func whatWasKeptApartIsExpandedInParts() throws {
        let records = try (1...UInt64(5)).map {
            ApartRecord.segment(try Self.segment($0, at: (0..<1_000).map { 1_000_000 * $0 }))
        }
        let limits = FrameLimits(segmentValuesMax: 4_000)
        #expect(records.parts(limits).map(\.count) == [2, 2, 1])
        #expect(records.parts(FrameLimits(segmentValuesMax: 1)).map(\.count) == [1, 1, 1, 1, 1])
        #expect(records.parts().map(\.count) == [5])
        #expect([ApartRecord]().parts().isEmpty)
    }
}
