public import Telemetry

/// Something that live screens hear of; published after the transaction that made it true has committed.
public struct PlantEvent: Sendable {
    /// What happened.
    public enum Kind: Sendable {
        /// New values of a machine; a slow reader gets only the newest.
        case sensorUpdate(machine: MachineID, factory: FactoryID, metrics: [LiveMetric], twin: TwinValues?)
        /// New values of a machine came to another hub of the database; they are read when somebody looks at them.
        case valuesElsewhere(machine: MachineID, factory: FactoryID)
        /// Something of which a note was kept, or that an agent was heard; what it is about is read again by its id.
        case notice(Notice)
    }

    /// Who may hear of it.
    public var tenant: TenantID
    /// What happened.
    public var kind: Kind

    /// Something that happened in a tenant's plant.
    public init(tenant: TenantID, kind: Kind) {
        self.tenant = tenant
        self.kind = kind
    }
}
