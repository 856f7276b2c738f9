internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright conflicts export`.
struct ConflictsExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes all that decided a conflict as one JSON document, to be played again elsewhere.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The conflict, or the beginning of its id.") var id: String
    @Option(help: "Write to this file instead of standard output.", completion: .file()) var out: String?

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            let conflict = try await ConflictDesk(client: client).find(id, now: SystemClock().now())
            let path = "/api/conflicts/\(PercentText.escaped(conflict.id))/export"
            let bundle = try await client.call(.get, path).data
            guard let out else { return print(bundle.pretty) }
            try FileBytes.write(Array((bundle.pretty + "\n").utf8), to: out, mode: 0o644)
            print("\(conflict.shortID) is in \(out)")
        }
    }
}
