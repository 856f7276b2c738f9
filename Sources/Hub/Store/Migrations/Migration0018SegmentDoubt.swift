extension SchemaMigration {
    /// When of an incarnation's readings another branch of its folder may have sent some.
    static let segmentDoubt = SchemaMigration(
        version: 18, name: "segment-doubt",
        sql: """
            ALTER TABLE sync_cursors ADD COLUMN unheard bytea NOT NULL DEFAULT '',
                ADD COLUMN doubted bytea NOT NULL DEFAULT '';
            """)
}
