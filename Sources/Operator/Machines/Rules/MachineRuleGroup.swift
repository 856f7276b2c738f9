internal import ArgumentParser

/// The commands of `millwright machine rule …`.
struct MachineRuleGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rule",
        abstract: "Rules of a single machine, in the place of its profile's or beside them.",
        discussion: """
            put gives the machine a rule, off switches one of its profile off, reset lets the profile's hold again. They
            are written at the hub, by a supervisor; the machine's agent keeps them and goes by them without the hub.
            What a rule may do stays what the profile's autonomy allows.
            """,
        subcommands: [
            MachineRuleList.self, MachineRuleShow.self, MachineRulePut.self, MachineRuleOff.self,
            MachineRuleReset.self,
        ])
}
