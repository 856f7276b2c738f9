extension SchemaMigration {
    /// Isolation forests of machines, which agents fetch by their digests.
    static let machineForests = SchemaMigration(
        version: 19, name: "machine-forests",
        sql: """
            CREATE TABLE machine_forests (
                tenant_id uuid NOT NULL,
                machine_id uuid NOT NULL,
                version integer NOT NULL CHECK (version > 0),
                features text[] NOT NULL,
                samples integer NOT NULL,
                trees integer NOT NULL,
                rows integer NOT NULL,
                trained_from timestamptz NOT NULL,
                trained_to timestamptz NOT NULL,
                threshold float8 NOT NULL,
                digest bytea NOT NULL CHECK (length(digest) = 32),
                bytes integer NOT NULL CHECK (bytes BETWEEN 1 AND 524288),
                snapshot bytea NOT NULL,
                deployed boolean NOT NULL DEFAULT false,
                created_at timestamptz NOT NULL,
                created_by uuid,
                created_by_name text NOT NULL,
                PRIMARY KEY (tenant_id, machine_id, version),
                FOREIGN KEY (tenant_id, machine_id) REFERENCES machines
            );
            -- Pieces are cut out of it: without compression that reads the piece and not the whole.
            ALTER TABLE machine_forests ALTER COLUMN snapshot SET STORAGE EXTERNAL;
            CREATE UNIQUE INDEX machine_forests_deployed ON machine_forests (tenant_id, machine_id) WHERE deployed;
            CREATE INDEX machine_forests_by_digest ON machine_forests (tenant_id, digest);
            SELECT protect_tenant_table('machine_forests', 'SELECT, INSERT, UPDATE, DELETE');
            """)
}
