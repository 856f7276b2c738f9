extension SchemaMigration {
    /// Digests by which records are known again are let go when they are old.
    static let linkAges = SchemaMigration(
        version: 17, name: "link-ages",
        sql: """
            ALTER TABLE sync_links ADD COLUMN at timestamptz NOT NULL DEFAULT now();
            CREATE INDEX sync_links_by_age ON sync_links (tenant_id, at);
            GRANT DELETE ON sync_links TO millwright_app;
            """)
}
