extension SchemaMigration {
    /// Commands to devices, their life, and the keys that vouch for them.
    static let commands = SchemaMigration(
        version: 14, name: "commands",
        sql: """
            CREATE TABLE commands (
                tenant_id uuid NOT NULL,
                id uuid NOT NULL,
                agent_id uuid NOT NULL,
                machine_id uuid NOT NULL,
                action text NOT NULL,
                arguments jsonb NOT NULL,
                issuer text NOT NULL,
                issued_by uuid,
                issued_at timestamptz NOT NULL,
                not_before timestamptz NOT NULL,
                expires_at timestamptz NOT NULL,
                execution_class smallint NOT NULL,
                precondition jsonb NOT NULL,     -- as it was asked for, for people
                fence bigint NOT NULL,
                signed_order bytea NOT NULL,     -- what was signed and travels
                key_id text NOT NULL,
                signature bytea NOT NULL,
                state text NOT NULL,             -- CommandState of the wire
                code text NOT NULL DEFAULT '',
                reason text NOT NULL DEFAULT '',
                changed_at timestamptz NOT NULL,
                waiting boolean NOT NULL,        -- it, or its cancellation, is to go into the downlink
                sent_at timestamptz,
                sent_incarnation uuid,
                received_at timestamptz,
                cancelled_at timestamptz,        -- somebody wants it back
                cancel_reason text NOT NULL DEFAULT '',
                PRIMARY KEY (tenant_id, id),
                FOREIGN KEY (tenant_id, agent_id) REFERENCES agents,
                FOREIGN KEY (tenant_id, machine_id) REFERENCES machines
            );
            CREATE INDEX commands_by_machine ON commands (tenant_id, machine_id, issued_at DESC, id);
            CREATE INDEX commands_waiting ON commands (tenant_id, agent_id) WHERE waiting;
            CREATE INDEX commands_open ON commands (tenant_id, expires_at)
                WHERE state IN ('QUEUED', 'RECEIVED', 'EXECUTING', 'ACCEPTED');
            SELECT protect_tenant_table('commands', 'SELECT, INSERT, UPDATE');
            CREATE TABLE command_events (
                tenant_id uuid NOT NULL,
                id bigint GENERATED ALWAYS AS IDENTITY,
                command_id uuid NOT NULL,
                at timestamptz NOT NULL,
                event text NOT NULL,             -- a state, SENT, CANCEL_ASKED
                code text NOT NULL DEFAULT '',
                reason text NOT NULL DEFAULT '',
                actor text NOT NULL,
                late boolean NOT NULL DEFAULT false,  -- it came after the command had ended, and changed nothing
                PRIMARY KEY (tenant_id, id),
                FOREIGN KEY (tenant_id, command_id) REFERENCES commands
            );
            CREATE INDEX command_events_by_command ON command_events (tenant_id, command_id, id);
            SELECT protect_tenant_table('command_events', 'SELECT, INSERT');
            -- Public keys by which agents verify commands: each set is vouched for by a key of the one before it.
            -- Private keys are in files of the hubs that serve the API, never here.
            CREATE TABLE command_key_sets (
                version bigint PRIMARY KEY,
                newest_key text NOT NULL,
                payload bytea NOT NULL,          -- as it goes into the downlink
                made_at timestamptz NOT NULL DEFAULT now()
            );
            GRANT SELECT, INSERT ON command_key_sets TO millwright_app;
            -- The newest set that went to the agent.
            ALTER TABLE agents ADD COLUMN command_keys bigint NOT NULL DEFAULT 0;
            """)
}
