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
