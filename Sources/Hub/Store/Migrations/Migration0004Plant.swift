extension SchemaMigration {
    /// Factories, machines, agents.
    static let plant = SchemaMigration(
        version: 4, name: "plant",
        sql: """
            CREATE TABLE factories (
                tenant_id uuid NOT NULL REFERENCES tenants,
                id uuid NOT NULL,
                name text NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
                location text NOT NULL DEFAULT '',
                time_zone text NOT NULL DEFAULT 'UTC',
                tariff_per_kwh double precision NOT NULL DEFAULT 0.12 CHECK (tariff_per_kwh >= 0),
                currency text NOT NULL DEFAULT 'EUR',
                created_at timestamptz NOT NULL DEFAULT now(),
                updated_at timestamptz NOT NULL DEFAULT now(),
                deleted_at timestamptz,
                revision bigint NOT NULL DEFAULT 1,
                PRIMARY KEY (tenant_id, id)
            );
            CREATE UNIQUE INDEX factories_by_name ON factories (tenant_id, name) WHERE deleted_at IS NULL;
            SELECT protect_tenant_table('factories', 'SELECT, INSERT, UPDATE, DELETE');

            CREATE TABLE agents (
                tenant_id uuid NOT NULL REFERENCES tenants,
                id uuid NOT NULL,
                name text NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
                credential_hash bytea NOT NULL,
                version text NOT NULL DEFAULT '',
                incarnation uuid,
                enrolled_at timestamptz NOT NULL DEFAULT now(),
                revoked_at timestamptz,
                last_seen_at timestamptz,
                backlog_events bigint NOT NULL DEFAULT 0,
                backlog_readings bigint NOT NULL DEFAULT 0,
                backlog_segments bigint NOT NULL DEFAULT 0,
                backlog_bytes bigint NOT NULL DEFAULT 0,
                backlog_oldest_at timestamptz,
                backlog_seconds_left double precision,
                clock_offset_us bigint,       -- hub's minus agent's
                clock_error_us bigint,
                disk_used bigint,
                disk_budget bigint,
                disk_free bigint,
                PRIMARY KEY (tenant_id, id)
            ) WITH (fillfactor = 50);
            CREATE INDEX agents_by_credential ON agents (credential_hash);
            SELECT protect_tenant_table('agents', 'SELECT, INSERT, UPDATE');

            CREATE TABLE agent_enrolments (
                tenant_id uuid NOT NULL REFERENCES tenants,
                id uuid NOT NULL,
                name text NOT NULL,
                token_hash bytea NOT NULL,
                created_by uuid,
                created_at timestamptz NOT NULL DEFAULT now(),
                expires_at timestamptz NOT NULL,
                used_at timestamptz,
                agent_id uuid,
                PRIMARY KEY (tenant_id, id)
            );
            CREATE INDEX agent_enrolments_by_token ON agent_enrolments (token_hash);
            SELECT protect_tenant_table('agent_enrolments', 'SELECT, INSERT, UPDATE, DELETE');

            CREATE TABLE machines (
                tenant_id uuid NOT NULL,
                id uuid NOT NULL,
                factory_id uuid NOT NULL,
                name text NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
                type text NOT NULL DEFAULT 'MOTOR',
                description text NOT NULL DEFAULT '',
                profile text,                 -- name@version
                approval text NOT NULL DEFAULT 'PENDING' CHECK (approval IN ('PENDING', 'APPROVED', 'REJECTED')),
                -- What it may do, once approved; the most restrictive of what edge and hub say.
                status text NOT NULL DEFAULT 'ONLINE' CHECK (status IN ('ONLINE', 'MAINTENANCE', 'OFFLINE')),
                status_reason text NOT NULL DEFAULT '',
                status_changed_at timestamptz,
                discovered boolean NOT NULL DEFAULT false,
                created_by uuid,
                agent_id uuid,
                connected boolean,            -- what the device says of itself
                intervals jsonb NOT NULL DEFAULT '{}',  -- {"<metric>": seconds}
                limits jsonb NOT NULL DEFAULT '[]',     -- [{metric, kind, severity, direction, threshold}]
                created_at timestamptz NOT NULL DEFAULT now(),
                updated_at timestamptz NOT NULL DEFAULT now(),
                deleted_at timestamptz,
                revision bigint NOT NULL DEFAULT 1,
                PRIMARY KEY (tenant_id, id),
                FOREIGN KEY (tenant_id, factory_id) REFERENCES factories,
                FOREIGN KEY (tenant_id, agent_id) REFERENCES agents
            );
            CREATE UNIQUE INDEX machines_by_name ON machines (tenant_id, factory_id, name) WHERE deleted_at IS NULL;
            CREATE INDEX machines_by_agent ON machines (tenant_id, agent_id);
            SELECT protect_tenant_table('machines', 'SELECT, INSERT, UPDATE, DELETE');

            -- How the edge names a machine; stays with it when people rename it.
            CREATE TABLE machine_bindings (
                tenant_id uuid NOT NULL,
                factory text NOT NULL,
                machine text NOT NULL,
                machine_id uuid NOT NULL,
                PRIMARY KEY (tenant_id, factory, machine),
                FOREIGN KEY (tenant_id, machine_id) REFERENCES machines ON DELETE CASCADE
            );
            SELECT protect_tenant_table('machine_bindings', 'SELECT, INSERT, UPDATE, DELETE');

            -- One decision for each machine, for ever.
            CREATE TABLE machine_approvals (
                tenant_id uuid NOT NULL,
                machine_id uuid NOT NULL,
                decision text NOT NULL CHECK (decision IN ('APPROVED', 'REJECTED')),
                comments text NOT NULL DEFAULT '',
                decided_by uuid NOT NULL,
                decided_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (tenant_id, machine_id),
                FOREIGN KEY (tenant_id, machine_id) REFERENCES machines
            );
            SELECT protect_tenant_table('machine_approvals', 'SELECT, INSERT');

            -- The newest values, for screens; history is in chunks.
            CREATE TABLE machine_live (
                tenant_id uuid NOT NULL,
                machine_id uuid NOT NULL,
                metric text NOT NULL,
                unit text NOT NULL,
                time timestamptz NOT NULL,
                value double precision NOT NULL,
                quality smallint NOT NULL,
                score double precision,
                expected double precision,
                low double precision,
                high double precision,
                PRIMARY KEY (tenant_id, machine_id, metric),
                FOREIGN KEY (tenant_id, machine_id) REFERENCES machines ON DELETE CASCADE
            ) WITH (fillfactor = 50);
            SELECT protect_tenant_table('machine_live', 'SELECT, INSERT, UPDATE, DELETE');

            CREATE TABLE machine_twins (
                tenant_id uuid NOT NULL,
                machine_id uuid NOT NULL,
                at timestamptz NOT NULL,
                temperature double precision,
                vibration double precision,
                health double precision,      -- 0 to 100
                failure_probability double precision,
                remaining_hours double precision,
                PRIMARY KEY (tenant_id, machine_id),
                FOREIGN KEY (tenant_id, machine_id) REFERENCES machines ON DELETE CASCADE
            ) WITH (fillfactor = 50);
            SELECT protect_tenant_table('machine_twins', 'SELECT, INSERT, UPDATE, DELETE');
            """)
}
