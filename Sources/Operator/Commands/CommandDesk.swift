internal import MillwrightDevice

/// The calls about commands: at the hub all of them, at an agent those that look.
struct CommandDesk: Sendable {
    let client: APIClient

    /// The hub's, for what only it can do: it signs commands, and an agent carries out none but those.
    static func ofHub(_ options: ClientOptions) throws -> CommandDesk {
        let client = try options.client()
        guard !client.target.isAgent else {
            throw CommandFailure(
                "OPTION_INVALID",
                "commands are sent and cancelled through the hub, which signs them: run this without --agent; "
                    + "an agent only lists and shows those that came")
        }
        return CommandDesk(client: client)
    }

    /// One command with its life, by its id or by a beginning of it that only one has.
    func find(_ id: String) async throws -> ToldCommand {
        try await ToldCommand(json: client.call(.get, Self.path(try await wholeID(id))).data)
    }

    /// The id that begins so.
    func wholeID(_ beginning: String) async throws -> String {
        if beginning.count == 36 { return beginning }
        // An agent has no such question: it keeps few commands, and tells them all.
        let rows = try await client.rows(
            "/api/commands", query: client.target.isAgent ? [] : [("beginning", beginning)])
        let found = rows.map { ToldCommand(json: $0).id }.filter { $0.hasPrefix(beginning.lowercased()) }
        guard let id = found.first, !beginning.isEmpty else {
            throw CommandFailure("COMMAND_NOT_FOUND", "\(client.target.name) has no command \(beginning)…")
        }
        guard found.count == 1 else {
            throw CommandFailure(
                "COMMAND_NOT_FOUND", "\(beginning) begins the ids of \(found.count) commands: give more of it")
        }
        return id
    }

    /// Takes a command back, and says how it then stands.
    func cancel(_ id: String, reason: String?) async throws -> ToldCommand {
        ToldCommand(json: try await client.call(.delete, Self.path(id), query: [("reason", reason)]).data)
    }

    private static func path(_ id: String) -> String { "/api/commands/\(PercentText.escaped(id))" }
}
