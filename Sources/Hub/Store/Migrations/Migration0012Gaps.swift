extension SchemaMigration {
    /// Gaps that name the segment they speak of, and a quarantine whose rows people can name.
    static let gaps = SchemaMigration(
        version: 12, name: "gaps",
        sql: """
            -- Set where the hub may have the segment whose readings the gap counts: once it has it, the gap goes.
            ALTER TABLE telemetry_gaps ADD COLUMN incarnation uuid, ADD COLUMN segment bigint;
            CREATE INDEX telemetry_gaps_by_segment ON telemetry_gaps (tenant_id, agent_id, incarnation, segment)
                WHERE segment IS NOT NULL;
            CREATE INDEX telemetry_gaps_by_agent ON telemetry_gaps (tenant_id, agent_id, from_time)
                WHERE machine_id IS NULL;

            ALTER TABLE sync_quarantine
                ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY,
                ADD COLUMN thinned_from bigint[] NOT NULL DEFAULT '{}',
                ADD COLUMN replayed_by text;
            CREATE UNIQUE INDEX sync_quarantine_by_id ON sync_quarantine (tenant_id, id);
            CREATE INDEX sync_quarantine_open ON sync_quarantine (tenant_id, id DESC) WHERE replayed_at IS NULL;
            GRANT DELETE ON sync_quarantine TO millwright_app;

            -- Segments in quarantine by time: which hours of an agent they leave open.
            CREATE INDEX sync_segments_apart ON sync_segments (tenant_id, agent_id, last_time)
                WHERE NOT stored AND readings > 0;
            """)
}
