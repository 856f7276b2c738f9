internal import ArgumentParser

/// The commands of `millwright agent …`.
struct AgentGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent",
        abstract: "Shows, enrols and revokes the hub's agents, and decides about copies of them.",
        discussion: """
            Of two live copies of one agent's folder the newcomer is kept apart: its data are taken, it gets no
            commands, until somebody says which is which.
            """,
        subcommands: [AgentList.self, AgentEnrol.self, AgentRevoke.self, AgentAdopt.self, AgentReject.self])
}
