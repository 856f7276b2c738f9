extension SchemaMigration {
    /// Alerts, decisions, device actions, and what telemetry is missing.
    static let alerts = SchemaMigration(
        version: 5, name: "alerts",
        sql: """
            -- What the condition does and what people did about it stand apart; ISA-18.2's state follows from both.
            CREATE TABLE alerts (
                tenant_id uuid NOT NULL,
                id uuid NOT NULL,
                machine_id uuid,              -- null: about the agent itself
                agent_id uuid,
                kind text NOT NULL,
                metric text,
                severity text NOT NULL CHECK (severity IN ('INFO', 'WARNING', 'CRITICAL')),
                active boolean NOT NULL,
                suppressed boolean NOT NULL DEFAULT false,
                revision bigint NOT NULL DEFAULT 1,
                value double precision,
                limit_value double precision,
                unit text,
                expected double precision,
                score double precision,
                message text NOT NULL DEFAULT '',
                raised_at timestamptz NOT NULL,
                changed_at timestamptz NOT NULL,
                returned_at timestamptz,
                acknowledged_at timestamptz,
                acknowledged_by text,
                resolved_at timestamptz,
                resolved_by text,
                comment text,
                shelved_until timestamptz,
                PRIMARY KEY (tenant_id, id),
                FOREIGN KEY (tenant_id, machine_id) REFERENCES machines,
                FOREIGN KEY (tenant_id, agent_id) REFERENCES agents
            );
            CREATE INDEX alerts_by_time ON alerts (tenant_id, raised_at DESC, id);
            CREATE INDEX alerts_by_machine ON alerts (tenant_id, machine_id, raised_at DESC);
            CREATE INDEX alerts_open ON alerts (tenant_id, machine_id) WHERE resolved_at IS NULL AND
                (active OR acknowledged_at IS NULL);
            SELECT protect_tenant_table('alerts', 'SELECT, INSERT, UPDATE');

            CREATE FUNCTION alert_state(
                active boolean, suppressed boolean, acknowledged_at timestamptz, resolved_at timestamptz,
                shelved_until timestamptz, at timestamptz
            ) RETURNS text LANGUAGE sql IMMUTABLE AS $$
                SELECT CASE
                    WHEN resolved_at IS NOT NULL THEN 'normal'
                    WHEN suppressed THEN 'suppressed'
                    WHEN shelved_until > at THEN 'shelved'
                    WHEN active AND acknowledged_at IS NULL THEN 'unacknowledged-active'
                    WHEN active THEN 'acknowledged-active'
                    WHEN acknowledged_at IS NULL THEN 'unacknowledged-returned'
                    ELSE 'normal'
                END
            $$;
            GRANT EXECUTE ON FUNCTION alert_state TO millwright_app;

            CREATE TABLE alert_events (
                tenant_id uuid NOT NULL,
                id bigint GENERATED ALWAYS AS IDENTITY,
                alert_id uuid NOT NULL,
                at timestamptz NOT NULL,
                event text NOT NULL,          -- raised, changed, returned, acknowledged, resolved, shelved, unshelved
                actor text NOT NULL,
                severity text,
                value double precision,
                comment text,
                PRIMARY KEY (tenant_id, id),
                FOREIGN KEY (tenant_id, alert_id) REFERENCES alerts
            );
            CREATE INDEX alert_events_by_alert ON alert_events (tenant_id, alert_id, id);
            SELECT protect_tenant_table('alert_events', 'SELECT, INSERT');

            -- alert_id refers to no row: an alert that the hub could not read is in quarantine, its decision is not.
            CREATE TABLE decisions (
                tenant_id uuid NOT NULL,
                id uuid NOT NULL,
                machine_id uuid NOT NULL,
                agent_id uuid,
                alert_id uuid,
                decided_at timestamptz NOT NULL,
                root_cause text NOT NULL,
                risk_level text NOT NULL CHECK (risk_level IN ('INFO', 'WARNING', 'CRITICAL')),
                action_taken text NOT NULL CHECK (action_taken IN ('MAINTENANCE', 'OFFLINE', 'NONE')),
                reasoning text NOT NULL,
                estimated_savings double precision NOT NULL,
                prevented_loss double precision NOT NULL,
                human_recommendation text NOT NULL,
                decided_by text NOT NULL,     -- agent, hub
                rule text NOT NULL,
                model text NOT NULL,
                hub_reachable boolean NOT NULL,
                readings jsonb NOT NULL,      -- [{"metric", "timestamp", "value"}], oldest first
                PRIMARY KEY (tenant_id, id),
                FOREIGN KEY (tenant_id, machine_id) REFERENCES machines
            );
            CREATE INDEX decisions_by_time ON decisions (tenant_id, decided_at DESC, id);
            CREATE INDEX decisions_by_machine ON decisions (tenant_id, machine_id, decided_at DESC);
            CREATE INDEX decisions_by_alert ON decisions (tenant_id, alert_id);
            SELECT protect_tenant_table('decisions', 'SELECT, INSERT');

            CREATE TABLE device_actions (
                tenant_id uuid NOT NULL,
                id uuid NOT NULL,
                machine_id uuid NOT NULL,
                agent_id uuid,
                decision_id uuid,
                name text NOT NULL,
                state text NOT NULL,          -- INTENDED, SENT, ACCEPTED, DONE, FAILED, UNKNOWN, REFUSED
                reason text NOT NULL DEFAULT '',
                requested_at timestamptz NOT NULL,
                changed_at timestamptz NOT NULL,
                expires_at timestamptz NOT NULL,
                PRIMARY KEY (tenant_id, id),
                FOREIGN KEY (tenant_id, machine_id) REFERENCES machines
            );
            CREATE INDEX device_actions_by_machine ON device_actions (tenant_id, machine_id, requested_at DESC);
            CREATE INDEX device_actions_by_decision ON device_actions (tenant_id, decision_id);
            SELECT protect_tenant_table('device_actions', 'SELECT, INSERT, UPDATE');

            CREATE TABLE telemetry_gaps (
                tenant_id uuid NOT NULL,
                id bigint GENERATED ALWAYS AS IDENTITY,
                agent_id uuid NOT NULL,
                machine_id uuid,              -- null: all machines of the agent
                metric text,                  -- null: all metrics
                from_time timestamptz NOT NULL,
                to_time timestamptz NOT NULL,
                readings bigint NOT NULL,
                reason text NOT NULL,
                thinned_to_seconds integer,   -- null: dropped
                at timestamptz NOT NULL,
                PRIMARY KEY (tenant_id, id),
                FOREIGN KEY (tenant_id, agent_id) REFERENCES agents,
                FOREIGN KEY (tenant_id, machine_id) REFERENCES machines
            );
            CREATE INDEX telemetry_gaps_by_machine ON telemetry_gaps (tenant_id, machine_id, from_time);
            SELECT protect_tenant_table('telemetry_gaps', 'SELECT, INSERT, DELETE');
            """)
}
