import HubIngest
import HubPlant
import HubStore
import HubTenancy
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

@Suite struct RoundServiceTests {
    @Test func aRoundStoresAllOfItOnce() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        agent.write([.alert(TestAgent.alert(1)), .alert(TestAgent.alert(2))])
        let segment = try TestAgent.segment(1)
        let request = agent.request(segments: [segment])
        let answer = try await world.send(request)
        #expect(answer.events.seq == 2)
        #expect(answer.segments == [SegmentOutcome(seq: 1, kind: .stored)])
        // The answer was lost: the same request again changes nothing.
        let again = try await world.send(request)
        #expect(again.events == answer.events)
        #expect(again.segments == [SegmentOutcome(seq: 1, kind: .duplicate)])
        #expect(again.resumeToken == answer.resumeToken)
        #expect(try await world.psql("SELECT count(*) FROM energy_readings") == "200")
        #expect(try await world.psql("SELECT count(*) FROM alerts") == "2")
        #expect(try await world.psql("SELECT count(*) FROM alert_events") == "2")
        #expect(try await world.psql("SELECT sum(count) FROM rollup_1m") == "200")
        #expect(try await world.psql("SELECT sum(count) FROM rollup_1h") == "200")
        #expect(try await world.psql("SELECT sum(count) FROM rollup_1d") == "200")
    }

    @Test func theViewShowsTheReadingsToTheBit() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        var random = SeededRandom(seed: 5)
        let start = TestAgent.start.microseconds - 100_000_000
        let times = (0..<2_000).map { start + Int64($0) * 1_000_003 + Int64(random.next() % 1_000) }
        let values = times.map { _ in random.normal() * 1e3 }
        let odd = [-0.0, .leastNonzeroMagnitude, 1e300, 0.1, -1.7976931348623157e308] + values.dropFirst(5)
        let qualities = times.map { _ in UInt8(random.next() % 4) }
        let content = SegmentContent(blocks: [
            SegmentBlock(
                machine: TestAgent.key, isDerived: false, times: times,
                columns: [
                    SegmentColumn(metric: try #require(MetricName("a")), unit: "1", values: Array(odd)),
                    SegmentColumn(
                        metric: try #require(MetricName("b")), unit: "1", values: values.map { ($0 * 8).rounded() / 8 },
                        qualities: qualities),
                    SegmentColumn(metric: try #require(MetricName("c")), unit: "1", values: times.map { _ in 7 }),
                ])
        ])
        try await world.send(agent.request(segments: [try TestAgent.record(1, content)]))
        for (column, name) in zip(content.blocks[0].columns, ["a", "b", "c"]) {
            let read: [(Timestamp, Double, String)] = try await world.pool.withTransaction(scope: world.principal.scope)
            { connection in
                try connection.query(
                    "SELECT time, value, quality FROM energy_readings WHERE metric = $1 ORDER BY time", [name]
                ).map { (try $0.value(0), try $0.value(1), try $0.value(2)) }
            }
            #expect(read.map(\.0.microseconds) == times)
            #expect(read.map(\.1.bitPattern) == column.values.map(\.bitPattern))
            #expect(read.map(\.2) == (column.qualities ?? times.map { _ in 0 }).map { Quality(rawValue: $0)?.word })
        }
    }

    @Test("a live value of a clock that was ahead gives way to the next one, and not to an older one of a right clock")
    func liveValuesOfAWrongClock() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        let metric = try #require(MetricName("power"))
        let now = world.clock.now()
        let seen = MachineSeen(
            machine: TestAgent.key, profile: "p@1", machineType: "PUMP", isOnline: true, metrics: [], at: now)
        agent.write([.machineSeen(seen)])
        let decade = 10 * 365 * 86_400.0
        for (seconds, value, shown) in [(0, 1.0, 1.0), (decade, 2, 2), (10, 3, 3), (5, 4, 3), (20, 5, 5)] {
            let at = now.advanced(seconds: seconds)
            let live = LiveBatch(
                at: at,
                machines: [
                    LiveMachine(
                        key: TestAgent.key, status: .online,
                        metrics: [LiveReading(name: metric, unit: "kW", time: at, value: value, quality: .good)],
                        twin: LiveTwin(
                            temperature: value, vibration: nil, health: nil, failureProbability: nil,
                            remainingHours: nil))
                ])
            agent.settle(try await world.send(agent.request(live: live)))
            #expect(Double(try await world.psql("SELECT value FROM machine_live")) == shown, "\(seconds)")
            #expect(Double(try await world.psql("SELECT temperature FROM machine_twins")) == shown, "\(seconds)")
        }
    }

    @Test func aGapIsRefusedAndSegmentsAreTakenAllTheSame() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        agent.write((1...5).map { .alert(TestAgent.alert($0)) })
        let answer = try await world.send(
            agent.request(eventsFrom: 3, segments: [try TestAgent.segment(1)]))
        #expect(answer.eventRefusal?.code == "EVENT_GAP")
        #expect(answer.eventRefusal?.expected == 1)
        #expect(answer.segments.map(\.kind) == [.stored])
        #expect(try await world.psql("SELECT count(*) FROM alerts") == "0")
    }

    @Test func overlappingBatchesAreSliced() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        agent.write((1...3).map { .alert(TestAgent.alert($0)) })
        try await world.send(agent.request())
        agent.write((4...6).map { .alert(TestAgent.alert($0)) })
        let answer = try await world.send(agent.request(eventsFrom: 2))
        #expect(answer.events.seq == 6)
        #expect(try await world.psql("SELECT count(*) FROM alerts") == "6")
    }

    @Test func whatCannotBeReadIsKeptApartAndTheRestGoesOn() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        agent.write([.alert(TestAgent.alert(1))])
        agent.write(kind: .alert, bytes: [0xFF, 0xFF])
        agent.write(kind: EventKind(rawValue: 999), bytes: [1, 2, 3])
        agent.write([.alert(TestAgent.alert(2))])
        var corrupt = try TestAgent.segment(1)
        corrupt.payload[corrupt.payload.count / 2] ^= 0x55
        let answer = try await world.send(agent.request(segments: [corrupt, try TestAgent.segment(2)]))
        #expect(answer.events.seq == 4)
        #expect(answer.quarantinedEvents == [2, 3])
        #expect(answer.segments.map(\.kind) == [.quarantined, .stored])
        #expect(answer.segments[0].code == "SEGMENT_DIGEST_MISMATCH")
        #expect(try await world.psql("SELECT count(*) FROM alerts") == "2")
        #expect(try await world.psql("SELECT count(*) FROM sync_quarantine") == "3")
        #expect(try await world.psql("SELECT count(*) FROM energy_readings") == "200")
    }

    @Test func anEventThatTheDatabaseRefusesGoesToQuarantineAlone() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        // A constraint of a later version stands for all that the decoder lets through and the database does not.
        _ = try await world.psql("ALTER TABLE decisions ADD CHECK (rule <> 'refused')")
        let decision = Decision(
            id: DecisionID(UniqueID(high: 2, low: 2)), machine: TestAgent.key, alert: nil, decidedAt: TestAgent.start,
            rootCause: "x", riskLevel: .info, actionTaken: .none, reasoning: "y", estimatedSavings: 0,
            preventedLoss: 0, humanRecommendation: "z", decidedBy: "agent", rule: "refused", model: "m",
            hubReachable: true, evidence: [])
        agent.write([.alert(TestAgent.alert(1)), .decision(decision), .alert(TestAgent.alert(2))])
        let answer = try await world.send(agent.request())
        #expect(answer.events.seq == 3)
        #expect(answer.quarantinedEvents == [2])
        #expect(try await world.psql("SELECT count(*) FROM alerts") == "2")
        #expect(try await world.psql("SELECT count(*) FROM decisions") == "0")
        #expect(try await world.psql("SELECT seq FROM sync_quarantine") == "2")
    }

    @Test func aQuestionIsKnownWithTheDecisionThatEndsIt() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        func decision(_ number: UInt64) -> Decision {
            Decision(
                id: DecisionID(UniqueID(high: 3, low: number)), machine: TestAgent.key, alert: nil,
                decidedAt: TestAgent.start.advanced(seconds: Double(number)), rootCause: "x", riskLevel: .info,
                actionTaken: .none, reasoning: "y", estimatedSavings: 0, preventedLoss: 0, humanRecommendation: "z",
                decidedBy: "agent", rule: "r", model: "m", hubReachable: true, evidence: [])
        }
        var asking = decision(1)
        asking.answerBy = TestAgent.start.advanced(seconds: 61)
        asking.inputs = [1, 0, 255]
        agent.write([.decision(asking), .decision(decision(2))])
        let answer = try await world.send(agent.request())
        let plant = PlantStore(world.pool)
        let open = try await plant.decision(asking.id, world.principal.scope)
        #expect(open?.decision == asking && open?.settledBy == nil)
        var end = decision(3)
        end.settles = asking.id
        agent.write([.decision(end)])
        agent.settle(answer)
        try await world.send(agent.request())
        let all = try await plant.decisions(machine: nil, limit: 10, offset: 0, world.principal.scope).items
        #expect(all.map(\.decision) == [end, decision(2), asking])
        #expect(all.map(\.settledBy) == [nil, nil, end.id])
    }

    @Test func anotherDigestUnderOneSeqIsAnotherFolder() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        try await world.send(agent.request(segments: [try TestAgent.segment(1)]))
        var request = agent.request(segments: [try TestAgent.segment(1, seed: 99)])
        let answer = try await world.send(request)
        #expect(answer.verdict?.kind == .relabel && answer.verdict?.code == "SEGMENT_COLLISION")
        #expect(answer.segments.isEmpty)
        #expect(try await world.psql("SELECT count(*) FROM sync_quarantine") == "0")
        // One that knows no verdicts is told of the segment, which is kept.
        request.hello.protocolVersion = 1
        request.hello.round += 1
        let told = try await world.send(request)
        #expect(told.segments.map(\.kind) == [.collision])
        #expect(try await world.psql("SELECT count(*) FROM energy_readings") == "200")
        #expect(try await world.psql("SELECT code FROM sync_quarantine") == "SEGMENT_COLLISION")
    }

    @Test func anIncarnationOfAnotherAgentIsRefused() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        agent.write([.alert(TestAgent.alert(1))])
        let request = agent.request()
        try await world.send(request)
        let other = AgentID(UniqueID(high: 7, low: 7))
        try await world.pool.withTransaction(scope: world.principal.scope) { connection in
            _ = try connection.execute(
                "INSERT INTO agents (tenant_id, id, name) VALUES ($1, $2, 'copy')",
                [world.principal.scope.tenant, other])
        }
        let copy = AgentPrincipal(scope: world.principal.scope, agent: other)
        await #expect(throws: RoundRefusal.agentMismatch) { try await world.send(request, as: copy) }
    }

    @Test func aRevokedAgentIsRefused() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        _ = try await world.psql("UPDATE agents SET revoked_at = now()")
        let request = agent.request()
        await #expect(throws: RoundRefusal.certificateRevoked) { try await world.send(request) }
    }

    @Test func theSameNamesInTwoTenantsAreTwoMachines() async throws {
        let world = try await RoundWorld()
        let other = try await RoundWorld.makeAgent(world.pool, seed: 2)
        var one = TestAgent(seed: 1)
        var two = TestAgent(seed: 2)
        try await world.send(one.request(segments: [try TestAgent.segment(1)]))
        try await world.send(two.request(segments: [try TestAgent.segment(1)]), as: other)
        #expect(try await world.psql("SELECT count(*) FROM machines") == "2")
        let seen = try await world.pool.withTransaction(scope: other.scope) { connection in
            try connection.query("SELECT count(*) FROM energy_readings").first?.value(0, as: Int.self)
        }
        #expect(seen == 200)
    }
}
