public import Telemetry

/// A decision with the machine's name and what became of its commands.
public struct PlantDecision: Sendable, Equatable {
    public var machine: MachineID
    public var machineName: String
    public var factory: FactoryID
    public var decision: Decision
    /// In the order in which they were asked for.
    public var commands: [PlantCommand]

    /// A decision as it was read.
    public init(
        machine: MachineID, machineName: String, factory: FactoryID, decision: Decision, commands: [PlantCommand]
    ) {
        self.machine = machine
        self.machineName = machineName
        self.factory = factory
        self.decision = decision
        self.commands = commands
    }
}
