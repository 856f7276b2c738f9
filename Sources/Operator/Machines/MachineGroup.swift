internal import ArgumentParser

/// The commands of `millwright machine …`.
struct MachineGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "machine",
        abstract: "Shows and changes what a machine is allowed to do, and says what the hub's models expect of it.",
        discussion: """
            On the hub, or on a gateway on its agent (--agent), also offline: both sides merge what they wrote, and
            what did not know each other is a conflict (millwright conflicts).
            """,
        subcommands: [
            MachineShow.self, MachineSet.self, MachineLatch.self, MachineClear.self, MachineForecast.self,
            MachineTwin.self, MachineSavings.self, MachineRuleGroup.self,
            MachineForestGroup.self,
        ])
}
