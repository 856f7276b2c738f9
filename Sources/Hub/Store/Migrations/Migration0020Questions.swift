extension SchemaMigration {
    /// Decisions that ask the hub, and those that end such a question.
    static let questions = SchemaMigration(
        version: 20, name: "questions",
        sql: """
            ALTER TABLE decisions ADD COLUMN answer_by timestamptz, ADD COLUMN settles uuid;
            CREATE INDEX decisions_settling ON decisions (tenant_id, settles) WHERE settles IS NOT NULL;
            """)
}
