internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright alert ack`.
struct AlertAck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ack", abstract: "Acknowledges alerts.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The alerts' ids.") var ids: [String]
    @Option(help: "A note, for those who look later.") var comment: String?

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            for id in ids {
                var body: [String: JSONValue] = ["action": .string("acknowledge")]
                if let comment { body["comment"] = .string(comment) }
                let alert = try await client.call(
                    .patch, "/api/alerts/\(PercentText.escaped(id))", body: .object(body)
                ).data
                print("\(id) \(alert["state"]?.string ?? "acknowledged")")
            }
        }
    }
}
