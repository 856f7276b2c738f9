import HubIngest
import HubPlant
import HubStore
import HubTenancy
import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// Machines that an agent begins to serve, and what was said of them before.
@Suite("Documents of machines that are taken up")
struct TakingUpTests {
    private static let actor = Actor(user: UserID(UniqueID(high: 1, low: 1)), name: "ann", address: "")

    private static func value(_ path: String, _ world: RoundWorld) async throws -> FieldValue? {
        try await world.document().value(of: try #require(FieldPath(path)), by: .standard)
    }

    /// The test's machine sends something.
    private static func serve(_ world: RoundWorld, _ edge: inout TestEdge) async throws {
        edge.agent.write([
            .machineSeen(
                MachineSeen(
                    machine: TestAgent.key, profile: "pump@1", machineType: "PUMP", isOnline: true, metrics: [],
                    at: TestAgent.start))
        ])
        var request = edge.request()
        let newest = edge.agent.newestSegment + 1
        edge.agent.newestSegment = newest
        request.hello.newestSegment = newest
        request.segments = [
            try TestAgent.segment(newest, at: TestAgent.start.advanced(seconds: Double(newest) * 1_000))
        ]
        try edge.settle(try await world.send(request))
    }

    @Test func whatPeopleSaidBeforeGoesIntoTheDocumentAndDown() async throws {
        let world = try await RoundWorld()
        let tenant = world.principal.scope.tenant
        _ = try await world.psql(
            """
            INSERT INTO factories (tenant_id, id, name) VALUES ('\(tenant)', gen_random_uuid(), 'f1');
            INSERT INTO machines (tenant_id, id, factory_id, name, type, description, approval)
            SELECT tenant_id, gen_random_uuid(), id, 'm1', 'PUMP', 'by the door', 'APPROVED' FROM factories
            """)
        var edge = TestEdge()
        try await Self.serve(world, &edge)
        try await world.exchange(&edge)
        #expect(try await Self.value("description", world) == .text("by the door"))
        #expect(try await Self.value("type", world) == .text("PUMP"))
        #expect(try await Self.value("approval", world) == .text("APPROVED"))
        #expect(edge.document().value(of: FieldPath(known: "description"), by: .standard) == .text("by the door"))
        #expect(try await world.psql("SELECT description, approval FROM machines") == "by the door|APPROVED")
    }

    @Test func aRemovedMachineThatComesAgainIsNotDeletedAnyMore() async throws {
        let world = try await RoundWorld()
        var edge = TestEdge()
        try await Self.serve(world, &edge)
        try await world.edit("name", .text("old pump"))
        try await world.edit("approval", .text("APPROVED"))
        let plant = PlantStore(world.pool)
        let outcome = try await plant.removeMachine(
            try await world.machine(), by: Self.actor, at: world.clock.now(), world.principal.scope)
        #expect(outcome == .done)
        try await world.exchange(&edge)
        #expect(edge.document().value(of: FieldPath(known: "deleted"), by: .standard) == .flag(true))

        try await Self.serve(world, &edge)
        try await world.exchange(&edge)
        let deleted = edge.document().value(of: FieldPath(known: "deleted"), by: .standard)
        #expect(deleted == .flag(false))
        #expect(edge.document().value(of: FieldPath(known: "approval"), by: .standard) == nil)
        // The new row goes by the name that people gave; it waits for its approval.
        #expect(
            try await world.psql("SELECT name, approval FROM machines WHERE deleted_at IS NULL") == "old pump|PENDING")
        #expect(try await world.psql("SELECT count(*) FROM conflicts") == "0")
    }

    @Test("a machine that was removed while its gateway latched it is back, and the conflict is there to see")
    func aRemovalDoesNotBeatALatch() async throws {
        let world = try await RoundWorld()
        var edge = TestEdge()
        try await Self.serve(world, &edge)
        let plant = PlantStore(world.pool)
        let outcome = try await plant.removeMachine(
            try await world.machine(), by: Self.actor, at: world.clock.now(), world.principal.scope)
        #expect(outcome == .done)
        edge.write("latch.emergency-stop", .flag(true), seconds: 30)
        try await world.exchange(&edge)
        try await world.exchange(&edge)
        #expect(
            try await world.psql("SELECT latches, status FROM machines WHERE deleted_at IS NULL")
                == "{emergency-stop}|OFFLINE")
        #expect(try await Self.value("deleted", world) == .flag(false))
        #expect(edge.document().value(of: FieldPath(known: "deleted"), by: .standard) == .flag(false))
        #expect(
            try await world.psql("SELECT path, rule, in_force, state FROM conflicts")
                == "deleted|deletion|false|closed")
    }

    @Test("nor an alert that came meanwhile")
    func aRemovalDoesNotBeatAnAlert() async throws {
        let world = try await RoundWorld()
        var edge = TestEdge()
        try await Self.serve(world, &edge)
        let plant = PlantStore(world.pool)
        _ = try await plant.removeMachine(
            try await world.machine(), by: Self.actor, at: world.clock.now(), world.principal.scope)
        edge.agent.write([.alert(TestAgent.alert(1))])
        try await world.exchange(&edge)
        try await world.exchange(&edge)
        #expect(try await world.psql("SELECT count(*) FROM machines WHERE deleted_at IS NULL") == "1")
        #expect(try await Self.value("deleted", world) == .flag(false))
        #expect(
            try await world.psql("SELECT path, rule, in_force FROM conflicts") == "deleted|deletion|false")
        #expect(try await world.psql("SELECT state FROM conflicts") == "closed")
        let shown = try await ConflictStore(world.pool).conflicts(
            ConflictFilter(), limit: 10, offset: 0, world.principal.scope)
        #expect(shown.items.map(\.record.conflict.outcome.rule) == [.deletion])
        #expect(shown.items.first?.record.conflict.siblings.map(\.value) == [.flag(true), .flag(false)])
    }

    @Test func anAgentWithoutADownlinkIsQuietWhateverWaitsForIt() async throws {
        let world = try await RoundWorld()
        var edge = TestEdge()
        try await Self.serve(world, &edge)
        try await world.edit("notes", .text("x"))
        func heard(_ request: RoundRequest) async throws -> Bool {
            let before = try await world.psql("SELECT xmin FROM agents")
            edge.agent.settle(try await world.send(request))
            return try await world.psql("SELECT xmin FROM agents") != before
        }
        _ = try await heard(edge.agent.request())
        world.clock.advance(seconds: 2)
        #expect(try await !heard(edge.agent.request()))
        // One that has a downlink is to get what waits.
        #expect(try await heard(edge.request()))
    }

    @Test func digestsOfOldRecordsAreLetGo() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        agent.write([.alert(TestAgent.alert(1)), .alert(TestAgent.alert(2))])
        agent.settle(try await world.send(agent.request()))
        let day = 86_400.0
        let now = SystemClock().now()
        let retention = SyncRetention(world.pool)
        func dropped(after days: Int) async throws -> Int {
            try await retention.run(now: now.advanced(seconds: Double(days) * day))
        }
        #expect(try await dropped(after: SyncRetention.noticeDays - 1) == 0)
        #expect(try await dropped(after: SyncRetention.noticeDays + 1) == 2)
        #expect(try await world.notices("alert") == 0)
        #expect(try await dropped(after: SyncRetention.linkDays - 1) == 0)
        #expect(try await dropped(after: SyncRetention.linkDays + 1) == 1)
        #expect(try await world.psql("SELECT count(*) FROM sync_links") == "0")
    }
}
