@testable import HubStore
import HubPlant
import HubTenancy
import Synchronization
import Telemetry
import TestKit
import Testing

/// Notices on a real server: told with the commit or not at all, heard by every hub, once.
struct NoticeFeedTests {
    private final class Ear: Sendable {
        private let state = Mutex((heard: [PlantEvent](), missed: 0))

        var agents: [AgentID] {
            state.withLock { $0.heard }.compactMap { event in
                if case .notice(.agent(let id)) = event.kind { id } else { nil }
            }
        }
        var all: [(TenantID, Notice)] {
            state.withLock { $0.heard }.compactMap { event in
                if case .notice(let notice) = event.kind { (event.tenant, notice) } else { nil }
            }
        }
        var missed: Int { state.withLock { $0.missed } }

        func feed(_ pool: PostgresPool, remembersMax: Int = 65_536) async -> NoticeFeed {
            let feed = NoticeFeed(
                pool, remembersMax: remembersMax, logger: TestDatabase.quiet,
                deliver: { events in self.state.withLock { $0.heard += events } },
                missed: { self.state.withLock { $0.missed += 1 } })
            await feed.start(waitingAtMost: 10)
            return feed
        }
    }

    private static let underWay = """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL
        """

    private static func id(_ number: UInt64) -> UniqueID { UniqueID(high: 7, low: number) }
    private static func agent(_ number: UInt64) -> AgentID { AgentID(id(number)) }

    private static func tell(_ numbers: [UInt64], _ database: TestDatabase, _ scope: TenantScope) async throws {
        try await database.pool.withTransaction(scope: scope) { connection in
            for number in numbers { connection.tell(.agent(agent(number))) }
        }
    }

    /// Keeps a transaction open until it may commit, or for as long as a test may take.
    private static func hold(_ connection: PostgresConnection, until may: borrowing Mutex<Bool>) throws {
        for _ in 0..<2_000 where !may.withLock({ $0 }) { try connection.script("SELECT pg_sleep(0.01)") }
    }

    @Test func everyKindComesBackAsItWasTold() async throws {
        let database = try await TestDatabase.make()
        let (scope, _) = try await database.makeTenant(1)
        let (other, _) = try await database.makeTenant(2)
        let ears = [Ear(), Ear()]
        var feeds: [NoticeFeed] = []
        for ear in ears { feeds.append(await ear.feed(database.pool)) }
        defer { feeds.forEach { $0.close() } }
        let (machine, factory) = (MachineID(Self.id(1)), FactoryID(Self.id(2)))
        let notices: [Notice] = [
            .alert(AlertID(Self.id(3)), machine: machine, factory: factory),
            .alert(AlertID(Self.id(4)), machine: nil, factory: nil),
            .machineStatus(machine, factory: factory, status: "OFFLINE"),
            .approval(machine, factory: factory, decision: "APPROVED"),
            .decision(DecisionID(Self.id(5)), machine: machine, factory: factory),
            .conflict(ConflictID(Self.id(6)), machine: machine, factory: nil), .agent(Self.agent(8)),
        ]
        // Told twice in one transaction is told once.
        try await database.pool.withTransaction(scope: scope) { connection in
            for notice in notices + notices { connection.tell(notice) }
        }
        try await Self.tell([9], database, other)
        for ear in ears {
            try await waitUntil("both transactions are heard") { ear.all.count >= notices.count + 1 }
            #expect(ear.all.map(\.1) == notices + [.agent(Self.agent(9))])
            #expect(ear.all.map(\.0) == notices.map { _ in scope.tenant } + [other.tenant])
        }
        #expect(try await database.psql("SELECT count(*) FROM notices") == "8")
    }

    @Test func whatIsRolledBackIsToldToNobody() async throws {
        struct Undone: Error {}
        let database = try await TestDatabase.make()
        let (scope, _) = try await database.makeTenant(1)
        let ear = Ear()
        let feed = await ear.feed(database.pool)
        defer { feed.close() }
        await #expect(throws: Undone.self) {
            try await database.pool.withTransaction(scope: scope) { connection in
                connection.tell(.agent(Self.agent(1)))
                throw Undone()
            }
        }
        try await database.pool.withTransaction(scope: scope) { connection in
            connection.tell(.agent(Self.agent(2)))
            _ = try? connection.withSavepoint {
                connection.tell(.agent(Self.agent(3)))
                throw Undone()
            }
            try connection.withSavepoint { connection.tell(.agent(Self.agent(4))) }
        }
        try await waitUntil("the commit is heard") { ear.agents.count >= 2 }
        #expect(ear.agents == [Self.agent(2), Self.agent(4)])
    }

    @Test func whatCommitsLateIsHeardThoughLaterOnesWereBefore() async throws {
        let database = try await TestDatabase.make()
        let (scope, _) = try await database.makeTenant(1)
        let ear = Ear()
        let feed = await ear.feed(database.pool)
        defer { feed.close() }
        let late = Mutex(false)
        async let slow: Void = database.pool.withTransaction(scope: scope) { connection in
            connection.tell(.agent(Self.agent(1)))
            // Its row and its number are there now; its commit is not.
            try connection.writeNotices()
            try Self.hold(connection, until: late)
        }
        try await waitUntil("the slow one has written") {
            try await database.psql(Self.underWay) == "1"
        }
        try await Self.tell([2], database, scope)
        try await waitUntil("the later one is heard") { ear.agents == [Self.agent(2)] }
        late.withLock { $0 = true }
        try await slow
        try await waitUntil("the earlier one is heard") { ear.agents.contains(Self.agent(1)) }
        try await Self.tell([3], database, scope)
        try await waitUntil("the last one is heard") { ear.agents.contains(Self.agent(3)) }
        // The slow one writes the same notice again with its commit: a row of its own, told in one go.
        #expect(ear.agents.filter { $0 != Self.agent(1) } == [Self.agent(2), Self.agent(3)])
    }

    @Test func aLostConnectionLosesNoNotice() async throws {
        let database = try await TestDatabase.make()
        let (scope, _) = try await database.makeTenant(1)
        let ear = Ear()
        let feed = await ear.feed(database.pool)
        defer { feed.close() }
        #expect(ear.missed == 1)
        try await Self.tell([1], database, scope)
        try await waitUntil("the first is heard") { ear.agents == [Self.agent(1)] }
        _ = try await database.psql(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE '%-notices'
            """)
        try await Self.tell([2], database, scope)
        try await Self.tell([3], database, scope)
        try await waitUntil("what was told meanwhile is heard") { ear.agents.count >= 3 }
        #expect(ear.agents == [1, 2, 3].map(Self.agent))
        #expect(ear.missed == 1)
    }

    @Test func whatWasRestoredFromAServerThatWasFurtherOnIsNoNews() async throws {
        let database = try await TestDatabase.make()
        let (scope, _) = try await database.makeTenant(1)
        _ = try await database.psql(
            """
            INSERT INTO notices (tenant_id, told_in, kind, subject)
            SELECT '\(scope.tenant)', '999999999999', 'agent', gen_random_uuid() FROM generate_series(1, 3)
            """)
        let ear = Ear()
        let feed = await ear.feed(database.pool)
        defer { feed.close() }
        try await Self.tell([1], database, scope)
        try await waitUntil("what is new is heard") { ear.agents.contains(Self.agent(1)) }
        #expect(ear.agents == [Self.agent(1)])
    }

    @Test("a database that is restored under a feed: it begins anew, and says so")
    func aFeedBeginsAnewWhereTransactionsWentBack() async throws {
        let server = try await PostgresServer.start(settings: ["fsync": "off"])
        let database = try await TestDatabase.make(on: server)
        let (scope, _) = try await database.makeTenant(1)
        let ear = Ear()
        let feed = await ear.feed(database.pool)
        defer { feed.close() }
        try await Self.tell([1], database, scope)
        try await waitUntil("the first is heard") { ear.agents == [Self.agent(1)] }
        try await server.stop()
        try await server.save()
        try await server.startAgain()
        _ = try await database.psql(
            """
            CREATE PROCEDURE burn() LANGUAGE plpgsql AS $$
            BEGIN FOR i IN 1..2000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$
            """)
        _ = try await database.psql("CALL burn()")
        try await Self.tell([2], database, scope)
        try await waitUntil("the second is heard") { ear.agents.last == Self.agent(2) }
        #expect(ear.missed == 1)
        try await server.stop()
        try await server.restore()
        try await server.startAgain()
        try await waitUntil("who listens is to read anew") { ear.missed == 2 }
        try await Self.tell([3], database, scope)
        try await waitUntil("what is told after it is heard") { ear.agents.last == Self.agent(3) }
        #expect(ear.agents == [1, 2, 3].map(Self.agent))
    }

    @Test func aTransactionThatStaysOpenCannotMakeItRememberWithoutEnd() async throws {
        let database = try await TestDatabase.make()
        let (scope, _) = try await database.makeTenant(1)
        let ear = Ear()
        let feed = await ear.feed(database.pool, remembersMax: 8)
        defer { feed.close() }
        let late = Mutex(false)
        async let slow: Void = database.pool.withTransaction(scope: scope) { connection in
            _ = try connection.query("SELECT pg_current_xact_id()::text")
            try Self.hold(connection, until: late)
        }
        try await waitUntil("the slow one is under way") {
            try await database.psql(Self.underWay) == "1"
        }
        for number in 1...20 as ClosedRange<UInt64> { try await Self.tell([number], database, scope) }
        try await waitUntil("all others are heard") { ear.agents.count >= 20 }
        #expect(ear.agents == (1...20).map(Self.agent))
        try await waitUntil("who listens is to read anew") {
            feed.passedOverCount >= 1 && ear.missed == 1 + Int(feed.passedOverCount)
        }
        late.withLock { $0 = true }
        try await slow
    }
}
