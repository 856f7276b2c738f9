internal import ArgumentParser

/// The commands of `millwright alert …`.
struct AlertGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alert", abstract: "Shows the hub's open alerts, and acknowledges them.",
        subcommands: [AlertList.self, AlertAck.self])
}
