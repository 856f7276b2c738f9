internal import MillwrightDevice

/// What somebody decides about a newcomer that waits in quarantine.
struct AgentVerdict {
    let client: APIClient

    /// Adopts or rejects the life that waits; which one has to be said only when there are several.
    func give(_ verdict: String, _ agent: String, _ incarnation: String?) async throws {
        let done = verdict == "adopt" ? "adopted" : "rejected"
        let found = try await AgentDirectory(client: client).find(agent)
        var body: [String: JSONValue] = [:]
        if let incarnation {
            let sync = try await client.call(.get, "/api/agents/\(found.id)/sync").data
            let meant = (sync["incarnations"]?.elements ?? []).compactMap { $0["id"]?.string }
                .filter { $0.hasPrefix(incarnation) }
            guard meant.count == 1 else {
                throw CommandFailure(
                    "INCARNATION_NOT_FOUND",
                    "\(meant.count) lives of \(found.name) begin with \(incarnation)", field: "--incarnation")
            }
            body["incarnation"] = .string(meant[0])
        }
        let answer = try await client.call(.post, "/api/agents/\(found.id)/\(verdict)", body: .object(body)).data
        print("\(found.name): \(answer["incarnation"]?.string ?? "the newcomer") is \(done)")
    }
}
