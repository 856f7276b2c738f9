public import Telemetry

/// Something that happened in a tenant's plant, of which people and other systems may want to hear.
///
/// It is written down in the transaction that makes it true, and says what it is about rather than what holds: whoever
/// hears of it reads that, and hears the newest. To hear of the same twice does no harm.
public enum Notice: Sendable, Hashable {
    /// An alert was raised or changed; one about an agent itself has no machine.
    case alert(AlertID, machine: MachineID?, factory: FactoryID?)
    /// The status of a machine changed to this.
    case machineStatus(MachineID, factory: FactoryID, status: String)
    /// Somebody decided on a machine.
    case approval(MachineID, factory: FactoryID, decision: String)
    case decision(DecisionID, machine: MachineID, factory: FactoryID)
    /// A conflict was found, or took a step of its life.
    case conflict(ConflictID, machine: MachineID?, factory: FactoryID?)
    /// An agent was enrolled, revoked, adopted, or was not heard or was heard again.
    case agent(AgentID)
}
