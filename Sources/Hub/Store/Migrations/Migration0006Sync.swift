extension SchemaMigration {
    /// How far each agent's streams are stored, and what could not be taken in.
    static let sync = SchemaMigration(
        version: 6, name: "sync",
        sql: """
            -- One row for each stream of each incarnation, for ever; a round locks it first.
            CREATE TABLE sync_cursors (
                tenant_id uuid NOT NULL,
                agent_id uuid NOT NULL,
                incarnation uuid NOT NULL,
                stream smallint NOT NULL,
                seq bigint NOT NULL,
                chain bytea NOT NULL,
                resume_token bytea NOT NULL DEFAULT '\\x',
                previous_resume_token bytea NOT NULL DEFAULT '\\x',
                updated_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (tenant_id, agent_id, incarnation, stream),
                FOREIGN KEY (tenant_id, agent_id) REFERENCES agents
            ) WITH (fillfactor = 50);
            CREATE INDEX sync_cursors_by_incarnation ON sync_cursors (tenant_id, incarnation);
            SELECT protect_tenant_table('sync_cursors', 'SELECT, INSERT, UPDATE');

            -- One row for each segment: it was taken in with all its readings, or it is in quarantine.
            CREATE TABLE sync_segments (
                tenant_id uuid NOT NULL,
                agent_id uuid NOT NULL,
                incarnation uuid NOT NULL,
                seq bigint NOT NULL,
                digest bytea NOT NULL,
                readings bigint NOT NULL,
                derived bigint NOT NULL,
                bytes integer NOT NULL,
                first_time timestamptz NOT NULL,
                last_time timestamptz NOT NULL,
                stored boolean NOT NULL,      -- false: in quarantine
                received_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (tenant_id, agent_id, incarnation, seq),
                FOREIGN KEY (tenant_id, agent_id) REFERENCES agents
            );
            SELECT protect_tenant_table('sync_segments', 'SELECT, INSERT, UPDATE');

            -- Records and segments that could not be taken in, with the reason and their bytes; the stream went on.
            CREATE TABLE sync_quarantine (
                tenant_id uuid NOT NULL,
                agent_id uuid NOT NULL,
                incarnation uuid NOT NULL,
                stream smallint NOT NULL,
                seq bigint NOT NULL,
                digest bytea NOT NULL,
                kind integer NOT NULL DEFAULT 0,
                code text NOT NULL,
                message text NOT NULL,
                payload bytea NOT NULL,
                received_at timestamptz NOT NULL DEFAULT now(),
                replayed_at timestamptz,
                PRIMARY KEY (tenant_id, agent_id, incarnation, stream, seq, digest),
                FOREIGN KEY (tenant_id, agent_id) REFERENCES agents
            );
            SELECT protect_tenant_table('sync_quarantine', 'SELECT, INSERT, UPDATE');
            """)
}
