extension SchemaMigration {
    /// The audit log: append-only, each row's hash holds the one before it.
    static let audit = SchemaMigration(
        version: 3, name: "audit",
        sql: """
            CREATE TABLE audit_heads (
                tenant_id uuid PRIMARY KEY REFERENCES tenants,
                seq bigint NOT NULL,
                hash bytea NOT NULL
            );
            SELECT protect_tenant_table('audit_heads', 'SELECT, INSERT, UPDATE');

            CREATE TABLE audit_log (
                tenant_id uuid NOT NULL,
                seq bigint NOT NULL,          -- from 1 without holes
                at timestamptz NOT NULL,
                actor_kind text NOT NULL,     -- user, key, agent, system
                actor text NOT NULL,
                action text NOT NULL,         -- MACHINE_CREATED, …
                target_kind text NOT NULL,
                target text NOT NULL,
                address text NOT NULL,
                before jsonb,
                after jsonb,
                previous_hash bytea NOT NULL,
                hash bytea NOT NULL,
                PRIMARY KEY (tenant_id, seq)
            );
            CREATE INDEX audit_log_by_time ON audit_log (tenant_id, at);
            SELECT protect_tenant_table('audit_log', 'SELECT, INSERT');

            CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = '42501';
            END $$;
            CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_log
                FOR EACH ROW EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER never_emptied BEFORE TRUNCATE ON audit_log
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

            CREATE FUNCTION audit_hash(previous bytea, entry audit_log) RETURNS bytea
            LANGUAGE sql IMMUTABLE AS $$
                SELECT sha256(previous || convert_to(jsonb_build_array(
                    entry.tenant_id, entry.seq, extract(epoch FROM entry.at), entry.actor_kind, entry.actor,
                    entry.action,
                    entry.target_kind, entry.target, entry.address, entry.before, entry.after)::text, 'UTF8'))
            $$;

            -- The head's row is locked until the transaction ends, so that two writers never take one place.
            CREATE FUNCTION append_audit(
                moment timestamptz, actor_kind text, actor text, action text, target_kind text, target text,
                address text, before jsonb, after jsonb
            ) RETURNS bigint LANGUAGE plpgsql AS $$
            DECLARE
                tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
                head audit_heads;
                entry audit_log;
            BEGIN
                INSERT INTO audit_heads VALUES (tenant, 0, '\\x') ON CONFLICT DO NOTHING;
                SELECT * INTO STRICT head FROM audit_heads WHERE tenant_id = tenant FOR UPDATE;
                entry := ROW(tenant, head.seq + 1, moment, actor_kind, actor, action, target_kind, target, address,
                    before, after, head.hash, '\\x'::bytea)::audit_log;
                entry.hash := audit_hash(head.hash, entry);
                INSERT INTO audit_log SELECT entry.*;
                UPDATE audit_heads SET seq = entry.seq, hash = entry.hash WHERE tenant_id = tenant;
                RETURN entry.seq;
            END $$;

            -- The first seq at which the chain does not hold; null when all of it does.
            CREATE FUNCTION verify_audit() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
            DECLARE
                entry audit_log;
                previous bytea := '\\x';
                expected bigint := 1;
            BEGIN
                FOR entry IN SELECT * FROM audit_log ORDER BY seq LOOP
                    IF entry.seq <> expected OR entry.previous_hash <> previous
                        OR entry.hash <> audit_hash(previous, entry) THEN
                        RETURN expected;
                    END IF;
                    previous := entry.hash;
                    expected := expected + 1;
                END LOOP;
                IF EXISTS (SELECT FROM audit_heads WHERE seq <> expected - 1) THEN RETURN expected; END IF;
                RETURN NULL;
            END $$;
            GRANT EXECUTE ON FUNCTION append_audit, verify_audit, audit_hash TO millwright_app;
            """)
}
