public import SyncCore
public import Telemetry

/// A conflict as lists and screens show it.
public struct ShownConflict: Sendable, Equatable {
    /// The conflict with its life; its steps only where they were asked for.
    public var record: ConflictRecord
    /// Whose edge is the other side.
    public var agent: AgentID
    /// The machine, or the machine of the alert.
    public var machine: MachineID?
    /// The machine's name.
    public var machineName: String?
    /// The factory of the machine.
    public var factory: FactoryID?
    /// CRITICAL: somebody has to decide about something that could hurt; WARNING: has to decide; INFO: need not.
    public var severity: Severity
    /// When it took its last step.
    public var changedAt: Timestamp
}

extension ShownConflict {
    /// Nothing for a row that a later version wrote.
    init?(_ row: PostgresRow, _ documents: DocumentStore, withSteps: Bool) throws {
        guard var record = try documents.record(row) else { return nil }
        if withSteps { record.steps = try documents.steps(of: record.conflict.id) }
        self.init(
            record: record, agent: try row.value("agent_id"), machine: try row.value("machine_id"),
            machineName: try row.value("machine_name"), factory: try row.value("factory_id"),
            severity: Severity(rawValue: try row.value("severity")) ?? .warning,
            changedAt: try row.value("changed_at"))
    }
}
