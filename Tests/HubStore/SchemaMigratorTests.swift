import HubStore
import HubTenancy
import Telemetry
import Testing
import TestKit

@Suite struct SchemaMigratorTests {
    @Test func secondMigrationChangesNothing() async throws {
        let database = try await TestDatabase.make()
        let migrator = SchemaMigrator(PostgresOptions(address: database.server.address(database: database.name)))
        #expect(try migrator.migrate() == [])
        #expect(try migrator.state().isCurrent)
    }

    @Test func newerSchemaIsRefused() async throws {
        let database = try await TestDatabase.make()
        _ = try await database.psql("INSERT INTO schema_migrations VALUES (9999, 'later', '\\x00')")
        let migrator = SchemaMigrator(PostgresOptions(address: database.server.address(database: database.name)))
        #expect(throws: SchemaFailure.self) { try migrator.migrate() }
    }

    @Test func changedStepIsRefused() async throws {
        let database = try await TestDatabase.make()
        _ = try await database.psql("UPDATE schema_migrations SET checksum = '\\x00' WHERE version = 1")
        let migrator = SchemaMigrator(PostgresOptions(address: database.server.address(database: database.name)))
        #expect(throws: SchemaFailure.stepDiffers(version: 1)) { try migrator.migrate() }
    }

    @Test func everyTableWithATenantForcesRowSecurity() async throws {
        let database = try await TestDatabase.make()
        let open = try await database.psql(
            """
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
                AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
            """)
        #expect(open == "")
    }

    @Test func everyKeyBeginsWithTheTenant() async throws {
        let database = try await TestDatabase.make()
        let other = try await database.psql(
            """
            SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            JOIN pg_class t ON t.oid = i.indrelid AND t.relnamespace = 'public'::regnamespace
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
            WHERE i.indisunique AND a.attname <> 'tenant_id'
            ORDER BY 1
            """)
        // Tables of no tenant, and the one that finds the tenant of an e-mail address.
        #expect(
            other.split(separator: "\n") == [
                "command_key_sets_pkey", "hub_identity_pkey", "logins_pkey", "schema_migrations_pkey",
                "subscription_plans_pkey",
            ])
    }

    @Test func worksForAnOwnerThatIsNoSuperuser() async throws {
        let server = try await SharedServer.shared.get()
        let owner = "owner_\(server.port)"
        try await server.run("CREATE ROLE \(owner) LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS")
        let name = try await server.makeDatabase(owner: owner)
        try await server.run("ALTER SCHEMA public OWNER TO \(owner)", database: name)
        let options = PostgresOptions(address: server.address(database: name, user: owner), connections: 1)
        try SchemaMigrator(options, logger: TestDatabase.quiet).migrate()
        let pool = PostgresPool(options, logger: TestDatabase.quiet)
        let database = TestDatabase(server: server, name: name, pool: pool)
        let (scope, _) = try await database.makeTenant(77)
        _ = try await database.psql(
            """
            INSERT INTO agent_enrolments (tenant_id, id, name, token_hash, expires_at)
            VALUES ('\(scope.tenant)', gen_random_uuid(), 'press hall', '\\x0102', now() + interval '1 hour')
            """)
        let found: TenantID? = try await pool.withSystemTransaction { connection in
            try connection.query(
                "SELECT tenant_id FROM consume_enrolment('\\x0102', now(), gen_random_uuid(), '', '', NULL)"
            ).first?.value(0)
        }
        #expect(found == scope.tenant)
        let visible: Int? = try await pool.withSystemTransaction { connection in
            try connection.query("SELECT count(*) FROM agents").first?.value(0)
        }
        #expect(visible == 0)
    }
}
