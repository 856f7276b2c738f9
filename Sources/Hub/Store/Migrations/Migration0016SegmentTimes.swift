extension SchemaMigration {
    /// Segments by time, so that those are found whose readings another branch of a folder may have sent.
    static let segmentTimes = SchemaMigration(
        version: 16, name: "segment-times",
        sql: """
            CREATE INDEX sync_segments_by_time ON sync_segments (tenant_id, agent_id, last_time) WHERE stored;
            """)
}
