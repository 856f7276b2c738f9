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

    @Test(arguments: [
        Int64.min, SegmentContent.plausibleTimes.lowerBound - 1, SegmentContent.plausibleTimes.upperBound + 1,
        .max - 30_000_000, .max,
    ])
    func segmentsOfTimesThatCannotBeGoToQuarantine(time: Int64) async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        let near = time < 0 ? time.addingSaturating(1) : time.subtractingSaturating(1)
        let times = [time, near].sorted()
        let segments = [
            try Self.segment(1, at: times), try Self.segment(2, at: times, isDerived: true),
            try Self.segment(3, at: [min(time, 0), max(time, 0)]), try TestAgent.segment(4),
        ]
        let answer = try await world.send(agent.request(segments: segments))
        let code = "SEGMENT_TIMES_OUT_OF_RANGE"
        #expect(answer.segments.map(\.code) == [code, code, code, ""], "\(answer.segments)")
        #expect(try await world.psql("SELECT count(*) FROM sync_quarantine WHERE code = '\(code)'") == "3")
        agent.settle(answer)
        let next = try TestAgent.segment(5, at: TestAgent.start.advanced(seconds: 900))
        #expect(try await world.send(agent.request(segments: [next])).segments.map(\.kind) == [.stored])
        let id = try await world.psql("SELECT min(id) FROM sync_quarantine")
        await #expect(throws: ReplayRefusal.self) {
            try await world.service.replay(
                Int64(id) ?? 0, by: Actor(user: UserID(UniqueID(high: 7, low: 7)), name: "ada", address: "::1"),
                at: TestAgent.start, world.principal.scope)
        }
        #expect(try await world.psql("SELECT count(*) FROM sync_quarantine WHERE replayed_at IS NULL") == "3")
    }

    /// Rows that were taken before times were bounded are beside what comes now.
    @Test func bucketsAtTheEndsOfTimeAreAdded() {
        for time in [Int64.min, .min + 1, 0, .max - 1, .max] {
            var builder = RollupBuilder()
            builder.add(series: 0, times: [time, time], values: [1, 2], qualities: nil)
            #expect(builder.cells(.minute).values.map(\.count).reduce(0, +) == 2, "\(time)")
            #expect(builder.cells(.day).count == 1)
        }
    }

    @Test func cursorsThatCannotBeCountedOnFromAreRefused() async throws {
        let world = try await RoundWorld()
        var edge = TestEdge()
        let highest: [(path: String, change: (inout AgentHello) -> Void)] = [
            ("hello.downlink.seq", { $0.downlink?.seq = .max }),
            ("hello.downlink.seq", { $0.downlink?.seq = UInt64(Int64.max) }),
            ("hello.acknowledged.seq", { $0.acknowledged.seq = .max }),
            ("hello.documents_acknowledged.seq", { $0.documentsAcknowledged?.seq = .max }),
            ("hello.newest_event", { $0.newestEvent = .max }),
            ("hello.newest_segment", { $0.newestSegment = .max }),
            ("hello.newest_document", { $0.newestDocument = .max }),
        ]
        for (path, change) in highest {
            var request = edge.request()
            change(&request.hello)
            await #expect(throws: RoundFrameError.fieldInvalid(path)) { try await world.send(request) }
        }
        try await Self.expectService(world)
    }

    /// A folder may be ahead of a hub that was restored, by any place that there is.
    @Test func aDownlinkCursorAtTheLastPlaceIsTakenAndNothingIsSealedAfterIt() async throws {
        let world = try await RoundWorld()
        var edge = TestEdge()
        edge.write("name", .text("Press one"))
        try await world.exchange(&edge)
        try await world.edit("notes", .text("from afar"))
        for place in [UInt64(Int64.max) - 1, UInt64(Int64.max) - 1] {
            var request = edge.request()
            request.hello.downlink?.seq = place
            let answer = try await world.send(request)
            #expect(answer.verdict == nil && answer.downlink == nil)
        }
        #expect(try await world.psql("SELECT count(*) FROM documents WHERE dirty") != "0", "it waits, and harms nobody")
        try await Self.expectService(world)
    }

    @Test func amountsThatAnAgentSaysOfItselfAreHeldToWhatCanBe() async throws {
        let world = try await RoundWorld()
        let most = UInt64.max
        let scope = world.principal.scope
        let second = AgentPrincipal(scope: scope, agent: AgentID(UniqueID(high: 5, low: 5)))
        _ = try await world.psql(
            "INSERT INTO agents (tenant_id, id, name) VALUES ('\(scope.tenant)', '\(second.agent)', 'second')")
        for (seed, principal) in [(UInt64(9), world.principal), (10, second)] {
            var agent = TestAgent(seed: seed)
            var request = agent.request()
            request.report = AgentReport(
                backlog: Backlog(
                    events: most, readings: most, segments: most, bytes: most,
                    oldestAt: Timestamp(microseconds: .min), secondsLeft: .greatestFiniteMagnitude),
                disk: DiskUse(used: most, budget: most, free: most), clockOffset: .min, clockError: .max,
                intervalSeconds: .greatestFiniteMagnitude)
            request.clock = ClockStamps(agentSent: Timestamp(microseconds: .min))
            request.hello.round = most
            request.hello.hubGeneration = most
            request.hello.policyVersion = .max
            try await world.send(request, as: principal)
        }
        let census = try await PlantStore(world.pool).syncCensus(at: world.clock.now(), scope)
        #expect(census.backlogReadings == 2 << 46)
        try await Self.expectService(world)
    }

    @Test func readingsThatAreSaidToBeGoneWithoutEndAreShown() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        let hour = Timestamp(microseconds: TestAgent.start.microseconds / 3_600_000_000 * 3_600_000_000)
        let end = hour.advanced(seconds: 3_600)
        func gap(_ from: Timestamp, _ to: Timestamp, thinned: UInt32?) -> EventPayload {
            .gap(
                GapManifest(
                    machine: TestAgent.key, metric: nil, from: from, to: to, readings: .max, reason: "THINNED",
                    thinnedToSeconds: thinned, at: hour))
        }
        let (first, last) = (Timestamp(microseconds: .min), Timestamp(microseconds: .max))
        agent.write([
            gap(hour, end, thinned: 60), gap(hour, end, thinned: 900), gap(hour, hour, thinned: 60),
            gap(first, last, thinned: .max), gap(first, last, thinned: 1), gap(hour, end, thinned: nil),
            .machineSeen(
                MachineSeen(
                    machine: TestAgent.key, profile: "p@1", machineType: "PUMP", isOnline: true,
                    metrics: [("a", .leastNonzeroMagnitude), ("b", -1e300), ("c", 2)].map { name, seconds in
                        .init(name: MetricName(name) ?? unreachable(), unit: "1", intervalSeconds: seconds)
                    }, at: first)),
        ])
        var lying = try TestAgent.segment(1)
        lying.readings = .max
        lying.derived = .max
        (lying.firstTime, lying.lastTime) = (.min, .max)
        let answer = try await world.send(agent.request(segments: [lying]))
        // A width of 136 years fits no column.
        #expect(answer.quarantinedEvents == [4] && answer.segments.map(\.code) == ["SEGMENT_SUMMARY_MISMATCH"])
        #expect(try await world.psql("SELECT readings FROM sync_segments") == "4000000")
        let machine = try await world.machine()
        let keeping = try await ReadingsStore(pool: world.pool).recordKeeping(
            world.principal.scope, machine: machine, from: hour, to: end)
        let hours = try #require(keeping).hours(from: hour, to: end, now: end.advanced(seconds: 7_200))
        #expect(hours.map(\.state) == [.missing])
        #expect(hours.first?.readings == 0 && hours.first?.expected == 1_800)
    }
}
