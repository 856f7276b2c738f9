extension SchemaMigration {
    /// Agents are known by certificates of the hub's own authority; the secrets that they were known by are gone.
    static let agentCertificates = SchemaMigration(
        version: 13, name: "agent certificates",
        sql: """
            -- Every certificate that the hub gave an agent; one that is not here is as good as revoked.
            CREATE TABLE agent_certificates (
                tenant_id uuid NOT NULL,
                serial bytea NOT NULL,
                agent_id uuid NOT NULL,
                not_before timestamptz NOT NULL,
                not_after timestamptz NOT NULL,
                issued_at timestamptz NOT NULL DEFAULT now(),
                replaces bytea,               -- the serial that the agent showed to get it
                revoked_at timestamptz,
                PRIMARY KEY (tenant_id, serial),
                FOREIGN KEY (tenant_id, agent_id) REFERENCES agents
            );
            CREATE INDEX agent_certificates_by_agent ON agent_certificates (tenant_id, agent_id);
            SELECT protect_tenant_table('agent_certificates', 'SELECT, INSERT, UPDATE');

            DROP FUNCTION authenticate_agent(bytea);
            DROP FUNCTION consume_enrolment(bytea, timestamptz, uuid, text, bytea, text, uuid);
            ALTER TABLE agents DROP COLUMN credential_hash;
            ALTER TABLE agents ADD COLUMN certificate_expires_at timestamptz;  -- of the one that it used last

            -- Uses a token that is not used and not expired, and makes its agent; no row when there is no such token.
            CREATE FUNCTION consume_enrolment(
                hash bytea, at timestamptz, new_agent uuid, agent_name text, agent_version text, agent_incarnation uuid)
            RETURNS TABLE (tenant_id uuid)
            LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
            DECLARE
                used agent_enrolments;
            BEGIN
                UPDATE agent_enrolments e SET used_at = at, agent_id = new_agent
                WHERE e.token_hash = hash AND e.used_at IS NULL AND e.expires_at > at RETURNING e.* INTO used;
                IF NOT FOUND THEN RETURN; END IF;
                INSERT INTO agents (tenant_id, id, name, version, incarnation, enrolled_at)
                VALUES (used.tenant_id, new_agent, coalesce(nullif(agent_name, ''), used.name), agent_version,
                    agent_incarnation, at);
                RETURN QUERY SELECT used.tenant_id;
            END $$;
            REVOKE ALL ON FUNCTION consume_enrolment FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION consume_enrolment TO millwright_app;
            DO $$
            BEGIN
                EXECUTE format('GRANT CREATE ON SCHEMA %I TO millwright_lookup', current_schema());
                ALTER FUNCTION consume_enrolment OWNER TO millwright_lookup;
                EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM millwright_lookup', current_schema());
            END $$;
            """)
}
