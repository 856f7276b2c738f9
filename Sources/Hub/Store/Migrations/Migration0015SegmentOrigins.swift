extension SchemaMigration {
    /// Segments that other records speak of, known by digest whichever branch of a folder sent them.
    static let segmentOrigins = SchemaMigration(
        version: 15, name: "segment-origins",
        sql: """
            -- Set on the row of a segment that was replaced on the edge: its own digest; digest is that of the other.
            ALTER TABLE sync_segments ADD COLUMN original bytea;
            ALTER TABLE telemetry_gaps ADD COLUMN segment_digest bytea;
            -- Digests of thinned_from, 32 bytes each, zeros for one that is not known; empty: none is.
            ALTER TABLE sync_apart ADD COLUMN thinned_digests bytea NOT NULL DEFAULT '\\x';
            ALTER TABLE sync_quarantine ADD COLUMN thinned_digests bytea NOT NULL DEFAULT '\\x';
            """)
}
