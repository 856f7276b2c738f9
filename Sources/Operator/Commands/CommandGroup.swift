internal import ArgumentParser

/// The commands of `millwright command …`.
struct CommandGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "command",
        abstract: "Sends commands to devices through the hub, and follows them.",
        discussion: """
            A command is signed by the hub, kept by the agent, and carried out at most once unless said otherwise.
            With --wait the status says how it ended: 0 done, 1 refused, failed, expired or cancelled, 5 unknown: it may
            have had its effect, and somebody has to look.
            """,
        subcommands: [CommandSend.self, CommandList.self, CommandShow.self, CommandCancelling.self])
}
