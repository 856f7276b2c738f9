public import Telemetry

/// Something that live screens hear of; published after the transaction that made it true has committed.
public struct PlantEvent: Sendable {
    /// What happened.
    public enum Kind: Sendable {
        /// New values of a machine; a slow reader gets only the newest.
        case sensorUpdate(machine: MachineID, factory: FactoryID, metrics: [LiveMetric], twin: TwinValues?)
        /// An alert was raised or changed; the API's own view of it is read again by id.
        ///
        /// An alert about an agent itself has no machine.
        case alertChanged(alert: AlertID, machine: MachineID?, factory: FactoryID?)
        case machineStatus(machine: MachineID, factory: FactoryID, status: String)
        case approval(machine: MachineID, factory: FactoryID, decision: String)
        case decision(decision: DecisionID, machine: MachineID, factory: FactoryID)
        /// A conflict was found, or took a step of its life; the API's own view of it is read again by id.
        case conflict(conflict: ConflictID, machine: MachineID?, factory: FactoryID?)
        case agentStatus(agent: AgentID)
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
