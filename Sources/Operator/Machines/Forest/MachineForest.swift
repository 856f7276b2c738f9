internal import MillwrightDevice

/// The forests of one machine at the hub.
struct MachineForest: Sendable {
    let client: APIClient
    let machine: MachineDirectory.Found

    /// Those of the machine that people call so; an agent keeps no history to fit one to.
    static func of(_ machine: String, _ options: ClientOptions) async throws -> MachineForest {
        let client = try options.client()
        guard !client.target.isAgent else {
            throw CommandFailure("OPTION_INVALID", "forests are fitted at the hub: run this without --agent")
        }
        return MachineForest(client: client, machine: try await MachineDirectory(client: client).find(machine))
    }

    func call(_ method: APIMethod, _ rest: String = "", body: JSONValue? = nil) async throws -> JSONValue {
        try await client.call(method, "/api/machines/\(machine.id)/forest\(rest)", body: body).data
    }

    /// What a forest is, in a line.
    func line(_ forest: JSONValue) -> String {
        let features = forest["features"]?.elements.compactMap(\.string).joined(separator: ", ") ?? ""
        return "\(machine.name): forest \(forest["version"]?.text ?? "") of \(forest["rows"]?.text ?? "") rows over "
            + "\(features) is \(forest["deployed"]?.bool == true ? "to run" : "kept; no agent serves the machine")"
    }
}
