import HubStore
import Logging
import TestKit

/// One database for all recordings, each of which is a tenant of its own; it refuses what the simulated one refuses.
actor ContractDatabase {
    static let shared = ContractDatabase()
    private var starting: Task<PostgresPool, any Error>?

    func pool() async throws -> PostgresPool {
        let task = starting ?? Task { try await Self.make() }
        starting = task
        return try await task.value
    }

    private static func make() async throws -> PostgresPool {
        let server = try await SharedServer.shared.get()
        let name = try await server.makeDatabase()
        let options = PostgresOptions(address: server.address(database: name), connections: 4, waitSeconds: 60)
        try SchemaMigrator(options, logger: RoundWorld.quiet).migrate()
        try await server.run(refusals, database: name)
        return PostgresPool(options, logger: RoundWorld.quiet)
    }

    /// A record that the database refuses, and transactions of a tenant that do all they do and then do not commit.
    private static let refusals = """
        ALTER TABLE audit_log ADD CHECK (action <> 'poison');
        UPDATE hub_identity SET id = '00000000-0000-004b-0000-000000000001';
        CREATE TABLE refused_tenants (tenant uuid PRIMARY KEY);
        GRANT ALL ON refused_tenants TO millwright_app;
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (SELECT FROM refused_tenants WHERE tenant = NEW.tenant_id) THEN
                RAISE EXCEPTION 'refused at the commit';
            END IF;
            RETURN NULL;
        END $$;
        CREATE CONSTRAINT TRIGGER refuse AFTER INSERT OR UPDATE ON sync_cursors
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse();
        CREATE CONSTRAINT TRIGGER refuse AFTER INSERT OR UPDATE ON agents
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse();
        CREATE CONSTRAINT TRIGGER refuse AFTER INSERT OR UPDATE ON agent_incarnations
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse();
        """
}
