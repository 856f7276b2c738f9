internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime
internal import SyncCore

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
            let bundle = try await bundle(conflict, client)
            guard let out else { return print(bundle.pretty) }
            try FileBytes.write(Array((bundle.pretty + "\n").utf8), to: out, mode: 0o644)
            print("\(conflict.shortID) is in \(out)")
        }
    }

    /// The hub's own bundle; an agent tells the same parts, and they are put together here.
    private func bundle(_ conflict: ToldConflict, _ client: APIClient) async throws -> JSONValue {
        if !client.target.isAgent {
            return try await client.call(.get, "/api/conflicts/\(PercentText.escaped(conflict.id))/export").data
        }
        let key = PercentText.escaped(conflict.document)
        return .object([
            "format": .string("millwright.conflict.v1"), "conflict": conflict.json,
            "document": try await client.call(.get, "/api/documents/\(key)").data,
            "policy": JSONValue(PolicyTable.standard.json),
        ])
    }
}
