/// One step of the schema: its SQL never changes once it was released, only further steps follow.
struct SchemaMigration: Sendable {
    let version: Int
    let name: String
    let sql: String

    /// All steps in order; the last one is the schema that this program knows.
    static let all: [SchemaMigration] = [
        .tenantTables, .accounts, .audit, .plant, .alerts, .sync, .telemetry, .partitions, .lookups, .incarnations,
        .documents, .gaps, .agentCertificates, .commands, .segmentOrigins, .segmentTimes, .linkAges, .segmentDoubt,
        .machineForests, .questions, .intervalsAndRevocations, .decisionInputs, .notices,
        .eventLabels,
    ]

    static var newest: Int { all.last?.version ?? 0 }
}
