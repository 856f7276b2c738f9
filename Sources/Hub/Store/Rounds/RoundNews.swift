public import HubPlant
public import Telemetry

/// What changed in a round that live screens may want to hear of.
public enum RoundNews: Sendable, Equatable {
    case alert(AlertID, MachineRow)
    case decision(DecisionID, MachineRow)
    /// The machine's status changed.
    case status(MachineRow, MachineStatus)
    /// A conflict was found, or took a step of its life.
    case conflict(ConflictID, MachineID?, FactoryID?)
}

extension RoundNews {
    /// What live screens hear of it.
    public func plantEvent(of tenant: TenantID) -> PlantEvent {
        PlantEvent(tenant: tenant, kind: kind)
    }

    private var kind: PlantEvent.Kind {
        switch self {
        case .alert(let id, let row): .alertChanged(alert: id, machine: row.machine, factory: row.factory)
        case .decision(let id, let row): .decision(decision: id, machine: row.machine, factory: row.factory)
        case .status(let row, let status):
            .machineStatus(machine: row.machine, factory: row.factory, status: status.rawValue)
        case .conflict(let id, let machine, let factory):
            .conflict(conflict: id, machine: machine, factory: factory)
        }
    }
}
