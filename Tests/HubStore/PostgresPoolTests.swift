@testable import HubStore
import HubTenancy
import Runtime
import Synchronization
import Telemetry
import TestKit
import Testing

@Suite struct PostgresPoolTests {
    @Test func aHostThatVanishesIsNoticedSoonUnlessTheAddressSaysOtherwise() async throws {
        let database = try await TestDatabase.make()
        let address = database.server.address(database: database.name)
        let keywords = [
            "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "dbname",
        ]
        func made(with address: String) async throws -> [String?] {
            let pool = PostgresPool(PostgresOptions(address: address, connections: 1), logger: TestDatabase.quiet)
            return try await pool.withSystemTransaction { connection in keywords.map(connection.parameter) }
        }
        #expect(try await made(with: address) == ["1", "10", "5", "3", "25000", database.name])
        let words = address + " keepalives_idle=60 tcp_user_timeout=0"
        #expect(try await made(with: words) == ["1", "60", "5", "3", "0", database.name])
        let url = database.server.url(database: database.name) + "?keepalives=0&keepalives_count=9"
        #expect(try await made(with: url) == ["0", "10", "5", "9", "25000", database.name])
    }

    @Test(
        "rows that are read in parts are those of the query, in its order, and the next query can be", arguments: 0...7)
    func partsOfRows(count: Int) async throws {
        let database = try await TestDatabase.make()
        try await database.pool.withSystemTransaction { connection in
            for _ in 0..<2 {
                var seen: [Int] = []
                try connection.eachRow(
                    of: "SELECT n FROM generate_series(1, $1::bigint) AS n ORDER BY n DESC", [count], rowsAtOnce: 3
                ) { seen.append(try $0.value("n")) }
                #expect(seen == (0..<count).map { count - $0 })
            }
        }
    }

    @Test func everyTypeComesBack() async throws {
        let database = try await TestDatabase.make()
        try await database.pool.withSystemTransaction { connection in
            let id = UniqueID(high: 0x0102_0304_0506_0708, low: 0x090A_0B0C_0D0E_0F10)
            let time = Timestamp(microseconds: 1_763_712_000_123_456)
            let parameters: [any PostgresEncodable] = [
                "tëxt", 7, Int32(-8), Int16(9), 1.5, true, [UInt8](0...255), id, time, PostgresValue.json(#"{"a": 1}"#),
                ["a", "b"], [1, -2], [Int32(3)], [Int16(4), 5], [0.1, -0.0], [true, false], [id], [time],
                nil as String?, [Double](), PostgresValue.optionalFloat8Array([1, nil]),
            ]
            let places = (1...parameters.count).map { "$\($0) AS c\($0)" }.joined(separator: ", ")
            let row = try #require(try connection.query("SELECT \(places)", parameters).first)
            #expect(try row.value("c1") == "tëxt")
            #expect(try row.value("c2") == 7)
            #expect(try row.value("c3") == Int32(-8))
            #expect(try row.value("c4") == Int16(9))
            #expect(try row.value("c5") == 1.5)
            #expect(try row.value("c6") == true)
            #expect(try row.value("c7") == [UInt8](0...255))
            #expect(try row.value("c8") == id)
            #expect(try row.value("c9") == time)
            #expect(try row.value("c10") == #"{"a": 1}"#)
            #expect(try row.value("c11") == ["a", "b"])
            #expect(try row.value("c12") == [1, -2])
            #expect(try row.value("c13") == [Int32(3)])
            #expect(try row.value("c14") == [Int16(4), 5])
            #expect(try row.value("c15", as: [Double].self).map(\.bitPattern) == [0.1, -0.0].map(\.bitPattern))
            #expect(try row.value("c16") == [true, false])
            #expect(try row.value("c17") == [id])
            #expect(try row.value("c18") == [time])
            #expect(try row.value("c19") == nil as String?)
            #expect(try row.value("c20") == [Double]())
            #expect(try row.value("c21") == [1.0, nil])
            #expect(throws: PostgresFailure.self) { try row.value("c19", as: String.self) }
            #expect(throws: PostgresFailure.self) { try row.value("c1", as: Int.self) }
            #expect(throws: PostgresFailure.self) { try row.value("missing", as: Int.self) }
        }
    }

    @Test func aTenantSeesNothingOfAnother() async throws {
        let database = try await TestDatabase.make()
        let (one, _) = try await database.makeTenant(1)
        let (other, _) = try await database.makeTenant(2)
        let seen = try await database.pool.withTransaction(scope: one) { connection in
            try connection.query("SELECT tenant_id FROM agents").map { try $0.value(0, as: TenantID.self) }
        }
        #expect(seen == [one.tenant])
        await #expect(throws: PostgresFailure.self) {
            try await database.pool.withTransaction(scope: one) { connection in
                try connection.execute(
                    "INSERT INTO factories (tenant_id, id, name) VALUES ($1, $1, 'x')", [other.tenant])
            }
        }
        let changed = try await database.pool.withTransaction(scope: one) { connection in
            try connection.execute("UPDATE agents SET name = 'mine' WHERE tenant_id = $1", [other.tenant])
        }
        #expect(changed == 0)
    }

    @Test func aThrownErrorRollsBack() async throws {
        struct Stop: Error {}
        let database = try await TestDatabase.make()
        let (scope, _) = try await database.makeTenant(3)
        await #expect(throws: Stop.self) {
            try await database.pool.withTransaction(scope: scope) { connection in
                try connection.execute(
                    "INSERT INTO factories (tenant_id, id, name) VALUES ($1, $1, 'x')", [scope.tenant])
                throw Stop()
            }
        }
        #expect(try await database.psql("SELECT count(*) FROM factories") == "0")
    }

    @Test func violationsHaveTheirKinds() async throws {
        let database = try await TestDatabase.make()
        let (scope, agent) = try await database.makeTenant(4)
        let failure = await #expect(throws: PostgresFailure.self) {
            try await database.pool.withTransaction(scope: scope) { connection in
                try connection.execute(
                    "INSERT INTO agents (tenant_id, id, name) VALUES ($1, $2, 'x')",
                    [scope.tenant, agent])
            }
        }
        #expect(failure?.kind == .uniqueViolation)
        #expect(failure?.constraint == "agents_pkey")
    }

    @Test func aFullQueueAndALongWaitAreBusy() async throws {
        let database = try await TestDatabase.make(connections: 1, waitSeconds: 0.2)
        let pool = database.pool
        let holder = Task {
            try await pool.withSystemTransaction { try $0.script("SELECT pg_sleep(600)") }
        }
        try await waitUntil("the connection is taken") { pool.counts.running == 1 }
        let failure = await #expect(throws: PostgresFailure.self) {
            try await pool.withSystemTransaction { try $0.script("SELECT 1") }
        }
        #expect(failure?.kind == .busy)
        try await waitUntil("the one that holds it is ended") {
            try await database.psql(
                "WITH held AS MATERIALIZED (SELECT pid FROM pg_stat_activity WHERE state = 'active' "
                    + "AND application_name = 'millwright-hub' AND datname = '\(database.name)') "
                    + "SELECT count(*) FILTER (WHERE pg_cancel_backend(pid)) FROM held") == "1"
        }
        await #expect(throws: PostgresFailure.self) { try await holder.value }
    }

    @Test func connectionsComeBackAfterTheyWereCut() async throws {
        let database = try await TestDatabase.make(connections: 2)
        let pool = database.pool
        try await pool.withSystemTransaction { try $0.script("SELECT 1") }
        for _ in 0..<5 {
            _ = try await database.psql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'millwright-hub' "
                    + "AND datname = '\(database.name)'")
            // Both connections are dead and neither knows it: work that had not begun finds another one.
            try await pool.withSystemTransaction { try $0.script("SELECT 1") }
        }
    }

    @Test func aServerThatIsKilledAndStartedAgainIsFoundAgain() async throws {
        let server = try await PostgresServer.start()
        let options = PostgresOptions(address: server.address(), connections: 2, waitSeconds: 0.5)
        try SchemaMigrator(options, logger: TestDatabase.quiet).migrate()
        let pool = PostgresPool(options, logger: TestDatabase.quiet)
        try await pool.withSystemTransaction { try $0.script("SELECT 1") }
        server.kill()
        let failure = await #expect(throws: PostgresFailure.self) {
            while true { try await pool.withSystemTransaction { try $0.script("SELECT 1") } }
        }
        #expect(failure?.isRetryable == true)
        try await waitUntil("all connections are known to be gone") { !pool.isConnected }
        let refused = await #expect(throws: PostgresFailure.self) {
            try await pool.withSystemTransaction { try $0.script("SELECT 1") }
        }
        #expect(refused?.kind == .unavailable)
        try await server.startAgain()
        try await waitUntil("the pool has found the server") { pool.isConnected }
        let versions = try await pool.withSystemTransaction { connection in
            try connection.query("SELECT count(*) FROM chunk_partition_days()").first?.value(0, as: Int.self)
        }
        #expect(versions == 0)
        try await server.stop()
    }

    @Test func cuttingUnderWorkIsToldAndChangesNothing() async throws {
        let database = try await TestDatabase.make()
        let (scope, _) = try await database.makeTenant(5)
        let failure = await #expect(throws: PostgresFailure.self) {
            try await database.pool.withTransaction(scope: scope) { connection in
                try connection.execute(
                    "INSERT INTO factories (tenant_id, id, name) VALUES ($1, $1, 'x')", [scope.tenant])
                try connection.script("RESET ROLE; SELECT pg_terminate_backend(pg_backend_pid())")
            }
        }
        #expect(failure?.kind == .connectionLost)
        #expect(try await database.psql("SELECT count(*) FROM factories") == "0")
    }

    @Test(arguments: [(failures: 2, succeeds: true), (failures: 99, succeeds: false)])
    func standingInEachOthersWayIsRunAgain(failures: Int, succeeds: Bool) async throws {
        let database = try await TestDatabase.make()
        let attempts = Mutex(0)
        let work: @Sendable (PostgresConnection) throws -> Void = { connection in
            let attempt = attempts.withLock { count in
                count += 1
                return count
            }
            if attempt <= failures {
                try connection.script("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$")
            }
        }
        let result = await Task { try await database.pool.withSystemTransaction(work) }.result
        #expect(((try? result.get()) != nil) == succeeds)
        #expect(attempts.withLock { $0 } == (succeeds ? failures + 1 : 4))
    }

    @Test func aPipelineStopsAtItsFirstError() async throws {
        let database = try await TestDatabase.make()
        let (scope, _) = try await database.makeTenant(7)
        let insert = "INSERT INTO factories (tenant_id, id, name) VALUES ($1, $2, $3)"
        var random = SeededRandom(seed: 7)
        let ids = (0..<300).map { _ in FactoryID.random(using: &random) }
        let touched = try await database.pool.withTransaction(scope: scope) { connection in
            try connection.pipeline { pipeline in
                for (index, id) in ids.enumerated() { try pipeline.execute(insert, [scope.tenant, id, "f\(index)"]) }
            }
        }
        #expect(touched == 300)
        let failure = await #expect(throws: PostgresFailure.self) {
            try await database.pool.withTransaction(scope: scope) { connection in
                try connection.pipeline { pipeline in
                    for (index, id) in ids.enumerated() {
                        try pipeline.execute(insert, [scope.tenant, id, "g\(index)"])
                    }
                }
            }
        }
        #expect(failure?.kind == .uniqueViolation)
        #expect(try await database.psql("SELECT count(*) FROM factories WHERE name LIKE 'g%'") == "0")
        // The connection is fit for work again.
        try await database.pool.withSystemTransaction { try $0.script("SELECT 1") }
    }
}
