internal import ArgumentParser

/// The commands of `millwright machine forest …`.
struct MachineForestGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forest",
        abstract: "The isolation forest that a machine's agent scores its rows by: fitted at the hub, from history.",
        discussion: """
            fit learns one from what the hub has of the machine and has the agent run it; the agent fetches it beside
            its rounds and runs it without the hub from then on.
            """,
        subcommands: [
            MachineForestFit.self, MachineForestShow.self, MachineForestDeploy.self, MachineForestWithdraw.self,
        ])
}
