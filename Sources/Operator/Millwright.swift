internal import ArgumentParser

/// The operator's command line.
@main
struct Millwright: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "millwright",
        abstract: "Works on a hub, on a gateway's agent, and as a device.",
        version: OperatorVersion.text,
        subcommands: [
            LoginCommand.self, LogoutCommand.self, ConflictsGroup.self, MachineGroup.self, CommandGroup.self,
            SyncGroup.self, AgentGroup.self, AlertGroup.self, DecisionsGroup.self, QuarantineGroup.self,
            DeviceGroup.self,
            ProfileGroup.self, PolicyGroup.self, AnalyzeGroup.self,
        ])
}
