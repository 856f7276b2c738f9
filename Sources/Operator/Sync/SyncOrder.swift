internal import MillwrightDevice
internal import Runtime

/// What a person tells an agent's sync to do.
struct SyncOrder {
    let client: APIClient

    /// Gives the order, and shows how the agent stands after it.
    func give(_ order: String) async throws {
        guard client.target.isAgent else {
            throw CommandFailure(
                "OPTION_INVALID", "rounds are begun by the agent: run this on its gateway, with --agent SOCKET")
        }
        _ = try await client.call(.post, "/api/sync/\(order)", body: .object([:]))
        let told = try await client.call(.get, "/api/sync").data
        SyncText.lines(told, now: SystemClock().now(), on: .output).forEach { print($0) }
    }
}
