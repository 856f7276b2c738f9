extension SchemaMigration {
    /// The role that the hub works as, the way tables are closed to other tenants, tenants and plans.
    static let tenantTables = SchemaMigration(
        version: 1, name: "tenant tables",
        sql: """
            -- millwright_app is what the hub works as. millwright_lookup owns the few functions that see all tenants.
            DO $$
            DECLARE
                role text;
            BEGIN
                FOREACH role IN ARRAY ARRAY['millwright_app', 'millwright_lookup'] LOOP
                    -- Roles belong to the whole server: a hub of another database may make them at this moment.
                    BEGIN
                        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
                            EXECUTE format(
                                'CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', role);
                        END IF;
                    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
                    END;
                    IF EXISTS (SELECT FROM pg_roles WHERE rolname = role AND (rolsuper OR rolbypassrls)) THEN
                        RAISE EXCEPTION 'role % may bypass row-level security', role;
                    END IF;
                    IF NOT pg_has_role(current_user, role, 'MEMBER') THEN
                        EXECUTE format('GRANT %I TO %I', role, current_user);
                    END IF;
                    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), role);
                END LOOP;
            END $$;

            -- Closes a table to all tenants but the one that the transaction was opened for. FORCE: the owner too.
            CREATE FUNCTION protect_tenant_table(target regclass, rights text) RETURNS void
            LANGUAGE plpgsql AS $$
            BEGIN
                EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
                EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
                EXECUTE format('CREATE POLICY own_tenant ON %s TO PUBLIC USING (tenant_id = '
                    'nullif(current_setting(''app.tenant'', true), '''')::uuid)', target);
                EXECUTE format('GRANT %s ON %s TO millwright_app', rights, target);
            END $$;

            -- Opens a table to the functions that find the tenant, and to nobody else.
            CREATE FUNCTION open_to_lookups(target regclass, rights text) RETURNS void
            LANGUAGE plpgsql AS $$
            BEGIN
                EXECUTE format('CREATE POLICY lookups ON %s TO millwright_lookup USING (true)', target);
                EXECUTE format('GRANT %s ON %s TO millwright_lookup', rights, target);
            END $$;
            REVOKE ALL ON FUNCTION protect_tenant_table, open_to_lookups FROM PUBLIC;

            -- Which life of this database it is; a restore from a backup raises the generation.
            CREATE TABLE hub_identity (
                one boolean PRIMARY KEY DEFAULT true CHECK (one),
                generation bigint NOT NULL DEFAULT 1,
                id uuid NOT NULL DEFAULT gen_random_uuid()
            );
            INSERT INTO hub_identity DEFAULT VALUES;
            GRANT SELECT ON hub_identity TO millwright_app;

            CREATE TABLE subscription_plans (
                id text PRIMARY KEY,
                name text NOT NULL,
                ml_slots integer NOT NULL CHECK (ml_slots >= 0),
                storage_limits jsonb NOT NULL,  -- {"total": bytes, "<category>": bytes}
                workflows integer NOT NULL,
                dashboards integer NOT NULL,
                requests_per_window integer NOT NULL,
                window_seconds integer NOT NULL DEFAULT 900,
                agents integer,                 -- null: unlimited
                retention jsonb NOT NULL,       -- {"raw": days, "1m": days, "1h": days, "1d": days}
                updated_at timestamptz NOT NULL DEFAULT now()
            );
            GRANT SELECT ON subscription_plans TO millwright_app;

            -- The tenant's own row has its id in the column that every policy looks at.
            CREATE TABLE tenants (
                tenant_id uuid PRIMARY KEY,
                name text NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
                created_at timestamptz NOT NULL DEFAULT now()
            );
            SELECT protect_tenant_table('tenants', 'SELECT, INSERT, UPDATE');

            CREATE TABLE tenant_subscriptions (
                id uuid NOT NULL DEFAULT gen_random_uuid(),
                tenant_id uuid NOT NULL REFERENCES tenants,
                plan_id text NOT NULL REFERENCES subscription_plans,
                is_active boolean NOT NULL DEFAULT true,
                started_at timestamptz NOT NULL DEFAULT now(),
                expires_at timestamptz,
                migration_completed boolean NOT NULL DEFAULT false,
                PRIMARY KEY (tenant_id, id)
            );
            CREATE UNIQUE INDEX one_active_subscription ON tenant_subscriptions (tenant_id) WHERE is_active;
            SELECT protect_tenant_table('tenant_subscriptions', 'SELECT, INSERT, UPDATE');
            """)
}
