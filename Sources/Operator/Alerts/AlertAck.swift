internal import ArgumentParser
internal import Runtime

/// The command `millwright alert ack`.
struct AlertAck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ack", abstract: "Acknowledges alerts.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The alerts' ids.") var ids: [String]
    @Option(help: "A note, for those who look later.") var comment: String?

    func run() async throws {
        try await Reporting.run {
            let desk = AlertDesk(client: try options.client())
            for id in ids { print("\(id) \(try await desk.acknowledge(id, comment: comment))") }
        }
    }
}
