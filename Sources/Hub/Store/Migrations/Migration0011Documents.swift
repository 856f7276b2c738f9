extension SchemaMigration {
    /// What both sides edit, its history, and what is on its way to the agents.
    static let documents = SchemaMigration(
        version: 11, name: "documents",
        sql: """
            -- One row for each document, whole: the writes that stand, as they are merged (sync.md, Documents).
            CREATE TABLE documents (
                tenant_id uuid NOT NULL,
                kind text NOT NULL,
                subject text NOT NULL,
                agent_id uuid NOT NULL,          -- whose edge has the other copy
                machine_id uuid,                 -- the machine, or the machine of the alert
                state bytea NOT NULL,
                revision bigint NOT NULL DEFAULT 0,
                dirty boolean NOT NULL DEFAULT false,  -- the agent is to be told
                -- What was last put into the downlink: to which incarnation, and up to which write of which hub.
                sent_incarnation uuid,
                sent_replica uuid,
                sent_counter bigint NOT NULL DEFAULT 0,
                acknowledged_counter bigint NOT NULL DEFAULT 0,
                updated_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (tenant_id, kind, subject),
                FOREIGN KEY (tenant_id, agent_id) REFERENCES agents,
                FOREIGN KEY (tenant_id, machine_id) REFERENCES machines
            );
            CREATE INDEX documents_dirty ON documents (tenant_id, agent_id) WHERE dirty;
            CREATE INDEX documents_by_agent ON documents (tenant_id, agent_id);
            CREATE INDEX documents_by_machine ON documents (tenant_id, machine_id);
            SELECT protect_tenant_table('documents', 'SELECT, INSERT, UPDATE');
            -- Each write that came to stand, and each that another one ended.
            CREATE TABLE document_history (
                tenant_id uuid NOT NULL,
                id bigint GENERATED ALWAYS AS IDENTITY,
                kind text NOT NULL,
                subject text NOT NULL,
                revision bigint NOT NULL,        -- of the document, after it
                at timestamptz NOT NULL,
                event text NOT NULL,             -- written, superseded
                path text NOT NULL,
                value jsonb,                     -- null: the field was taken away
                actor text NOT NULL,
                authority smallint NOT NULL,
                reason text NOT NULL,
                dot text NOT NULL,
                label_at timestamptz NOT NULL,
                label_count bigint NOT NULL,
                rule text NOT NULL,              -- by which the field is decided
                in_force jsonb,                  -- what held after it
                conflicted boolean NOT NULL,
                PRIMARY KEY (tenant_id, id)
            );
            CREATE INDEX document_history_by_document ON document_history (tenant_id, kind, subject, id);
            SELECT protect_tenant_table('document_history', 'SELECT, INSERT');
            -- Edits of one field that did not know each other. The id is a hash of them: it is the same on the edge.
            CREATE TABLE conflicts (
                tenant_id uuid NOT NULL,
                id uuid NOT NULL,
                kind text NOT NULL,
                subject text NOT NULL,
                path text NOT NULL,
                agent_id uuid NOT NULL,
                machine_id uuid,
                siblings bytea NOT NULL,         -- the writes, as a document of their own
                before bytea NOT NULL,           -- the document in which they were found
                rule text NOT NULL,
                severity text NOT NULL CHECK (severity IN ('INFO', 'WARNING', 'CRITICAL')),
                policy_version bigint NOT NULL,
                in_force jsonb,
                state text NOT NULL,
                revision bigint NOT NULL,
                detected_at timestamptz NOT NULL,
                changed_at timestamptz NOT NULL,
                claimed_by text,
                resolution bytea,                -- the write that ended it, as a document of its own
                resolved_revision bigint,        -- of the document, with that write
                superseded_by uuid,
                PRIMARY KEY (tenant_id, id),
                FOREIGN KEY (tenant_id, agent_id) REFERENCES agents,
                FOREIGN KEY (tenant_id, machine_id) REFERENCES machines
            );
            CREATE INDEX conflicts_by_document ON conflicts (tenant_id, kind, subject)
                WHERE state NOT IN ('closed', 'superseded');
            CREATE INDEX conflicts_by_time ON conflicts (tenant_id, detected_at DESC, id);
            CREATE INDEX conflicts_open ON conflicts (tenant_id, detected_at DESC, id)
                WHERE state IN ('detected', 'open', 'claimed', 'reopened');
            CREATE INDEX conflicts_by_machine ON conflicts (tenant_id, machine_id, detected_at DESC);
            SELECT protect_tenant_table('conflicts', 'SELECT, INSERT, UPDATE');
            CREATE TABLE conflict_events (
                tenant_id uuid NOT NULL,
                id bigint GENERATED ALWAYS AS IDENTITY,
                conflict_id uuid NOT NULL,
                at timestamptz NOT NULL,
                event text NOT NULL,
                actor text NOT NULL,
                detail text NOT NULL,
                PRIMARY KEY (tenant_id, id),
                FOREIGN KEY (tenant_id, conflict_id) REFERENCES conflicts
            );
            CREATE INDEX conflict_events_by_conflict ON conflict_events (tenant_id, conflict_id, id);
            SELECT protect_tenant_table('conflict_events', 'SELECT, INSERT');
            -- What an agent's database has not yet: chained like its own streams, kept until it says that it has it.
            CREATE TABLE sync_downlink (
                tenant_id uuid NOT NULL,
                agent_id uuid NOT NULL,
                incarnation uuid NOT NULL,
                seq bigint NOT NULL,
                kind integer NOT NULL,
                payload bytea NOT NULL,
                chain bytea NOT NULL,            -- after this record
                document_kind text,
                document_subject text,
                revision bigint,                 -- of the document
                counter bigint,                  -- of the hub's writes in the document
                command_id uuid,
                sealed_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (tenant_id, agent_id, incarnation, seq),
                FOREIGN KEY (tenant_id, agent_id) REFERENCES agents
            );
            SELECT protect_tenant_table('sync_downlink', 'SELECT, INSERT, DELETE');
            -- What edge and document say of a machine stands apart; lists read what follows from both.
            ALTER TABLE machines
                ADD COLUMN edge_status text,
                ADD COLUMN edge_status_at timestamptz,
                ADD COLUMN document_status text,
                ADD COLUMN latches text[] NOT NULL DEFAULT '{}',
                ADD COLUMN conflicted boolean NOT NULL DEFAULT false,
                ADD COLUMN reported_limits jsonb NOT NULL DEFAULT '[]',
                ADD COLUMN edited_limits jsonb NOT NULL DEFAULT '[]';
            ALTER TABLE machines NO FORCE ROW LEVEL SECURITY;
            UPDATE machines SET reported_limits = limits, edge_status = status, edge_status_at = status_changed_at
            WHERE limits <> '[]' OR status_changed_at IS NOT NULL;
            ALTER TABLE machines FORCE ROW LEVEL SECURITY;
            CREATE INDEX machine_bindings_by_machine ON machine_bindings (tenant_id, machine_id);
            -- The most restrictive of two, of which either may not be known.
            CREATE FUNCTION stricter_status(a text, b text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
                SELECT CASE
                    WHEN 'OFFLINE' IN (a, b) THEN 'OFFLINE'
                    WHEN 'MAINTENANCE' IN (a, b) THEN 'MAINTENANCE'
                    ELSE coalesce(a, b, 'ONLINE')
                END
            $$;
            -- The limits that an agent reported, with those in place that people edited.
            CREATE FUNCTION merged_limits(reported jsonb, edited jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
                SELECT coalesce(jsonb_agg(l ORDER BY place), '[]') FROM (
                    SELECT DISTINCT ON (l->>'metric', l->>'kind', l->>'severity', l->>'direction') l,
                        min(place) OVER (PARTITION BY l->>'metric', l->>'kind', l->>'severity', l->>'direction') place
                    FROM (
                        SELECT 1 AS rank, e.l, e.place + 100000 AS place
                        FROM jsonb_array_elements(edited) WITH ORDINALITY AS e(l, place)
                        UNION ALL
                        SELECT 2, r.l, r.place FROM jsonb_array_elements(reported) WITH ORDINALITY AS r(l, place)
                    ) AS both_sides
                    ORDER BY l->>'metric', l->>'kind', l->>'severity', l->>'direction', rank
                ) AS chosen
            $$;
            GRANT EXECUTE ON FUNCTION stricter_status, merged_limits TO millwright_app;
            """)
}
