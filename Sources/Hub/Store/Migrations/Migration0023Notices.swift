extension SchemaMigration {
    /// What happened in the plant, for all who are to hear of it: written in the transaction that made it true.
    static let notices = SchemaMigration(
        version: 23, name: "notices",
        sql: """
            CREATE TABLE notices (
                tenant_id uuid NOT NULL REFERENCES tenants,
                id bigint GENERATED ALWAYS AS IDENTITY,
                -- By which a reader knows that nothing before a place is still to come: ids are given before the
                -- commit, and transactions commit in any order.
                told_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
                at timestamptz NOT NULL DEFAULT now(),
                kind text NOT NULL,
                subject uuid NOT NULL,       -- what it is about
                machine_id uuid,
                factory_id uuid,
                word text,                   -- the status or the decision itself
                PRIMARY KEY (tenant_id, id)
            );
            CREATE INDEX notices_in_order ON notices (told_in, id);
            CREATE INDEX notices_by_age ON notices (tenant_id, at);
            SELECT protect_tenant_table('notices', 'SELECT, INSERT, DELETE'), open_to_lookups('notices', 'SELECT');

            -- Notices of all tenants behind a place, in the order of their transactions. A row of a transaction that
            -- this server has not come to was restored from another one.
            CREATE FUNCTION notices_behind(transaction_id bigint, notice bigint, most integer)
            RETURNS TABLE (
                told_in bigint, id bigint, tenant_id uuid, kind text, subject uuid, machine_id uuid, factory_id uuid,
                word text)
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
                SELECT n.told_in::text::bigint, n.id, n.tenant_id, n.kind, n.subject, n.machine_id, n.factory_id, n.word
                FROM notices n WHERE (n.told_in, n.id) > (transaction_id::text::xid8, notice)
                    AND n.told_in < pg_snapshot_xmax(pg_current_snapshot())
                ORDER BY n.told_in, n.id LIMIT most
            $$;
            REVOKE ALL ON FUNCTION notices_behind FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION notices_behind TO millwright_app;
            DO $$
            BEGIN
                EXECUTE format('GRANT CREATE ON SCHEMA %I TO millwright_lookup', current_schema());
                ALTER FUNCTION notices_behind OWNER TO millwright_lookup;
                EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM millwright_lookup', current_schema());
            END $$;
            """)
}
