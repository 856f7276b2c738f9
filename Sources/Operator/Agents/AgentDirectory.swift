internal import MillwrightDevice

/// The hub's agents by what people call them.
struct AgentDirectory: Sendable {
    let client: APIClient

    func all() async throws -> [JSONValue] { try await client.rows("/api/agents") }

    /// The one of this id or name.
    func find(_ text: String) async throws -> (id: String, name: String) {
        let agents = try await all()
        let found = agents.filter { $0["id"]?.string == text || $0["name"]?.string == text }
        guard found.count == 1, let id = found[0]["id"]?.string else {
            let known = agents.compactMap { $0["name"]?.string }.joined(separator: ", ")
            throw CommandFailure(
                "AGENT_NOT_FOUND",
                found.count > 1
                    ? "\(found.count) agents are called \(text): give the id" : "\(text) is none of \(known)")
        }
        return (id, found[0]["name"]?.string ?? id)
    }
}
