extension SchemaMigration {
    /// What is asked before the tenant is known; each function returns the least that its caller needs.
    static let lookups = SchemaMigration(
        version: 9, name: "lookups",
        sql: """
            CREATE FUNCTION find_user_for_login(login_email text)
            RETURNS TABLE (
                tenant_id uuid, user_id uuid, password_hash text, role text, is_active boolean,
                failed_logins integer, locked_until timestamptz)
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
                SELECT u.tenant_id, u.id, u.password_hash, u.role, u.is_active, u.failed_logins, u.locked_until
                FROM logins l JOIN users u ON u.tenant_id = l.tenant_id AND u.id = l.user_id
                WHERE l.email = lower(login_email)
            $$;

            CREATE FUNCTION find_refresh_token(hash bytea)
            RETURNS TABLE (tenant_id uuid, token_id uuid, family uuid, user_id uuid)
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
                SELECT t.tenant_id, t.id, t.family, t.user_id FROM refresh_tokens t WHERE t.token_hash = hash
            $$;

            -- The agent of a credential that is not revoked.
            CREATE FUNCTION authenticate_agent(hash bytea)
            RETURNS TABLE (tenant_id uuid, agent_id uuid)
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
                SELECT a.tenant_id, a.id FROM agents a WHERE a.credential_hash = hash AND a.revoked_at IS NULL
            $$;

            -- Uses a token that is not used and not expired, and makes its agent; no row when there is no such token.
            CREATE FUNCTION consume_enrolment(
                hash bytea, at timestamptz, new_agent uuid, agent_name text, credential bytea, agent_version text,
                agent_incarnation uuid)
            RETURNS TABLE (tenant_id uuid, agent_id uuid, enrolment_id uuid, name text)
            LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
            DECLARE
                used agent_enrolments;
            BEGIN
                UPDATE agent_enrolments e SET used_at = at, agent_id = new_agent
                WHERE e.token_hash = hash AND e.used_at IS NULL AND e.expires_at > at RETURNING e.* INTO used;
                IF NOT FOUND THEN RETURN; END IF;
                INSERT INTO agents (tenant_id, id, name, credential_hash, version, incarnation, enrolled_at)
                VALUES (used.tenant_id, new_agent, coalesce(nullif(agent_name, ''), used.name), credential,
                    agent_version, agent_incarnation, at);
                RETURN QUERY SELECT used.tenant_id, new_agent, used.id, coalesce(nullif(agent_name, ''), used.name);
            END $$;

            -- For background work that goes over all tenants, one at a time.
            CREATE FUNCTION all_tenants() RETURNS SETOF uuid
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
                SELECT tenant_id FROM tenants
            $$;

            -- Series and days with many small chunks, the most first: what compaction does next. The bound of 512
            -- stands here because only with it as a constant the index of small chunks is used.
            CREATE FUNCTION loose_chunks(many integer, before bigint, most integer)
            RETURNS TABLE (tenant_id uuid, series integer, day bigint, chunks bigint)
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
                SELECT c.tenant_id, c.series, floor(c.t0 / 86400000000.0)::bigint, count(*) FROM chunks c
                WHERE c.n < 512 AND c.t0 < before
                GROUP BY 1, 2, 3 HAVING count(*) >= many ORDER BY 4 DESC LIMIT most
            $$;

            SELECT open_to_lookups('logins', 'SELECT'), open_to_lookups('users', 'SELECT'),
                open_to_lookups('refresh_tokens', 'SELECT'), open_to_lookups('tenants', 'SELECT'),
                open_to_lookups('agents', 'SELECT, INSERT'), open_to_lookups('agent_enrolments', 'SELECT, UPDATE'),
                open_to_lookups('chunks', 'SELECT');

            REVOKE ALL ON FUNCTION find_user_for_login, find_refresh_token, authenticate_agent, consume_enrolment,
                all_tenants, loose_chunks FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION find_user_for_login, find_refresh_token, authenticate_agent, consume_enrolment,
                all_tenants, loose_chunks TO millwright_app;
            -- A new owner of a function must be able to create in its schema; only while it becomes the owner.
            DO $$
            DECLARE
                name text;
            BEGIN
                EXECUTE format('GRANT CREATE ON SCHEMA %I TO millwright_lookup', current_schema());
                FOREACH name IN ARRAY ARRAY['find_user_for_login', 'find_refresh_token', 'authenticate_agent',
                    'consume_enrolment', 'all_tenants', 'loose_chunks'] LOOP
                    EXECUTE format('ALTER FUNCTION %I OWNER TO millwright_lookup', name);
                END LOOP;
                EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM millwright_lookup', current_schema());
            END $$;
            """)
}
