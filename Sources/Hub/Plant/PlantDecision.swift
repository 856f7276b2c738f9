public import Telemetry

/// A decision with the machine's name and what became of its commands.
public struct PlantDecision: Sendable, Equatable {
    /// The machine.
    public var machine: MachineID
    /// The machine's name.
    public var machineName: String
    /// The factory.
    public var factory: FactoryID
    /// What was decided and why.
    public var decision: Decision
    /// When it was made, by the edge's hybrid clock: after all that the edge knew of then; nothing where none is known.
    public var labelledAt: Timestamp?
    /// Where it asked the hub: the decision that ended the question, once there is one.
    public var settledBy: DecisionID?
    /// In the order in which they were asked for.
    public var commands: [PlantCommand]

    /// A decision as it was read.
    public init(
        machine: MachineID, machineName: String, factory: FactoryID, decision: Decision,
        labelledAt: Timestamp?, settledBy: DecisionID?, commands: [PlantCommand]
    ) {
        self.machine = machine
        self.machineName = machineName
        self.factory = factory
        self.decision = decision
        self.labelledAt = labelledAt
        self.settledBy = settledBy
        self.commands = commands
    }
}
