extension SchemaMigration {
    /// What decisions depended on, so that they can be made again.
    static let decisionInputs = SchemaMigration(
        version: 22, name: "inputs of decisions",
        sql: """
            -- As the agent kept it; null for decisions of agents that kept none.
            ALTER TABLE decisions ADD COLUMN inputs bytea CHECK (octet_length(inputs) <= 12288);
            """)
}
