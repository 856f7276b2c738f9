internal import ArgumentParser

/// The commands of `millwright alert …`.
struct AlertGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alert", abstract: "Shows open alerts, the hub's or on a gateway its own, and acknowledges them.",
        subcommands: [AlertList.self, AlertAck.self])
}
