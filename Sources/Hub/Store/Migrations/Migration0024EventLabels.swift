extension SchemaMigration {
    /// The labels that the edge's hybrid clock gave to what it sends.
    static let eventLabels = SchemaMigration(
        version: 24, name: "labels of events",
        sql: """
            -- Null for what the hub itself did, and for what agents of an earlier version sent.
            ALTER TABLE alert_events ADD COLUMN label_at timestamptz, ADD COLUMN label_count bigint;
            ALTER TABLE decisions ADD COLUMN label_at timestamptz, ADD COLUMN label_count bigint;
            -- Of records that wait: microseconds since 1970 in 8 bytes, a count in 4; empty for none.
            ALTER TABLE sync_apart ADD COLUMN label bytea NOT NULL DEFAULT '\\x';
            ALTER TABLE sync_quarantine ADD COLUMN label bytea NOT NULL DEFAULT '\\x';
            """)
}
