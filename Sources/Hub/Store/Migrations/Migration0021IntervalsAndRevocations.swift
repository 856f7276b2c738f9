extension SchemaMigration {
    /// How often an agent calls, by which it is known how long it may be silent; since when what of its streams waits;
    /// approvals that are taken back.
    static let intervalsAndRevocations = SchemaMigration(
        version: 21, name: "intervals and revocations",
        sql: """
            ALTER TABLE agents ADD COLUMN round_interval double precision,
                ADD COLUMN backlog_documents bigint NOT NULL DEFAULT 0,
                -- Since when something of a stream waits and nothing of it came in; by the hub's clock.
                ADD COLUMN events_wait_since timestamptz, ADD COLUMN documents_wait_since timestamptz,
                ADD COLUMN segments_wait_since timestamptz;

            ALTER TABLE machines DROP CONSTRAINT machines_approval_check,
                ADD CONSTRAINT machines_approval_check
                    CHECK (approval IN ('PENDING', 'APPROVED', 'REJECTED', 'REVOKED'));
            -- One decision of each kind: approved, and later revoked.
            ALTER TABLE machine_approvals DROP CONSTRAINT machine_approvals_decision_check,
                ADD CONSTRAINT machine_approvals_decision_check
                    CHECK (decision IN ('APPROVED', 'REJECTED', 'REVOKED')),
                DROP CONSTRAINT machine_approvals_pkey,
                ADD PRIMARY KEY (tenant_id, machine_id, decision);
            """)
}
