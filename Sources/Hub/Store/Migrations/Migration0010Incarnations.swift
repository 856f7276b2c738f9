extension SchemaMigration {
    /// Which incarnation speaks for an agent, what others sent, and what branches of one folder share.
    static let incarnations = SchemaMigration(
        version: 10, name: "incarnations",
        sql: """
            -- incarnation is the one that speaks for the agent; contested: a newcomer is on trial against it.
            -- other_incarnations: those that were ever heard beside it, the newest last, at most 16.
            ALTER TABLE agents ADD COLUMN contested boolean NOT NULL DEFAULT false;
            ALTER TABLE agents ADD COLUMN other_incarnations uuid[] NOT NULL DEFAULT '{}';

            -- The newest segment that came in, on the row of stream E: a folder that has less is an old one.
            ALTER TABLE sync_cursors ADD COLUMN newest_segment bigint NOT NULL DEFAULT 0;
            UPDATE sync_cursors c SET newest_segment = coalesce((SELECT max(s.seq) FROM sync_segments s
                WHERE s.tenant_id = c.tenant_id AND s.agent_id = c.agent_id AND s.incarnation = c.incarnation), 0)
            WHERE c.stream = 1;

            -- Only of agents of which more than one incarnation was heard.
            CREATE TABLE agent_incarnations (
                tenant_id uuid NOT NULL,
                agent_id uuid NOT NULL,
                incarnation uuid NOT NULL,
                standing text NOT NULL CHECK (standing IN ('CURRENT', 'TRIAL', 'APART', 'ENDED', 'REJECTED')),
                predecessor uuid,             -- re-labelled from; null: a new folder, what was before is not known
                software text NOT NULL DEFAULT '',
                began_at timestamptz NOT NULL,
                heard_at timestamptz,
                ended_at timestamptz,
                known_tokens bytea NOT NULL DEFAULT '\\x',  -- what it might show when a trial against it began
                backlog_events bigint NOT NULL DEFAULT 0,
                backlog_readings bigint NOT NULL DEFAULT 0,
                backlog_bytes bigint NOT NULL DEFAULT 0,
                decided_by text,
                decided_at timestamptz,
                PRIMARY KEY (tenant_id, agent_id, incarnation),
                FOREIGN KEY (tenant_id, agent_id) REFERENCES agents
            );
            CREATE UNIQUE INDEX one_current_incarnation ON agent_incarnations (tenant_id, agent_id)
                WHERE standing = 'CURRENT';
            SELECT protect_tenant_table('agent_incarnations', 'SELECT, INSERT, UPDATE');

            -- The running digest after each record of stream E that was taken in, its first 16 bytes, one after the
            -- other: a branch of the folder that sends the record again under another name is known by it. via: the
            -- incarnation that sent it, where that is another one than the record's.
            CREATE TABLE sync_links (
                tenant_id uuid NOT NULL,
                agent_id uuid NOT NULL,
                incarnation uuid NOT NULL,
                via uuid NOT NULL,
                first_seq bigint NOT NULL,
                last_seq bigint NOT NULL,
                links bytea NOT NULL,
                PRIMARY KEY (tenant_id, agent_id, incarnation, via, first_seq),
                FOREIGN KEY (tenant_id, agent_id) REFERENCES agents
            );
            SELECT protect_tenant_table('sync_links', 'SELECT, INSERT');

            -- What incarnations sent that do not speak for their agent, as it came, until a person decides.
            CREATE TABLE sync_apart (
                tenant_id uuid NOT NULL,
                agent_id uuid NOT NULL,
                incarnation uuid NOT NULL,
                stream smallint NOT NULL,
                seq bigint NOT NULL,
                kind integer NOT NULL,
                priority smallint NOT NULL,
                payload bytea NOT NULL,
                origins bytea NOT NULL DEFAULT '\\x',  -- 56 bytes each: incarnation, seq, running digest
                link bytea NOT NULL DEFAULT '\\x',
                digest bytea NOT NULL DEFAULT '\\x',
                readings bigint NOT NULL DEFAULT 0,
                derived bigint NOT NULL DEFAULT 0,
                first_time bigint NOT NULL DEFAULT 0,
                last_time bigint NOT NULL DEFAULT 0,
                thinned_from bigint[] NOT NULL DEFAULT '{}',
                received_at timestamptz NOT NULL,
                PRIMARY KEY (tenant_id, agent_id, incarnation, stream, seq),
                FOREIGN KEY (tenant_id, agent_id) REFERENCES agents
            );
            SELECT protect_tenant_table('sync_apart', 'SELECT, INSERT, DELETE');
            """)
}
