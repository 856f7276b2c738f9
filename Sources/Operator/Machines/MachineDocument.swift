internal import MillwrightDevice
internal import Telemetry

/// The document of one machine, at the hub or at an agent, read and changed.
struct MachineDocument: Sendable {
    let client: APIClient
    let machine: MachineDirectory.Found

    private var path: String {
        client.target.isAgent
            ? "/api/documents/" + PercentText.escaped("machine:\(machine.id)")
            : "/api/machines/\(machine.id)/document"
    }

    /// All of it, as it was told.
    func read() async throws -> JSONValue { try await client.call(.get, path).data }

    /// Changes fields; `names` are the latches that clearing ones have seen.
    func change(
        _ fields: [String: JSONValue], reason: String?, names: [String: [String]] = [:], ifRevision: Int? = nil
    ) async throws -> JSONValue {
        var body: [String: JSONValue] = ["fields": .object(fields)]
        if let reason { body["reason"] = .string(reason) }
        if let ifRevision { body["ifRevision"] = .number(Double(ifRevision)) }
        if !names.isEmpty {
            // The hub takes them by field, the agent all together.
            body["names"] =
                client.target.isAgent
                ? .array(names.values.flatMap { $0 }.sorted().map { .string($0) })
                : .object(names.mapValues { .array($0.map { .string($0) }) })
        }
        return try await client.call(.patch, path, body: .object(body)).data
    }

    /// A latch that is set.
    struct Latch: Sendable {
        var path: String
        var dot: String
        var actor: String
        var at: Timestamp?
        var reason: String
    }

    /// The latches that are set, out of the whole document.
    static func latches(_ document: JSONValue) -> [Latch] {
        (document["latches"]?.elements ?? []).compactMap { latch in
            guard let path = (latch["path"] ?? latch["field"])?.string, let dot = latch["dot"]?.string else {
                return nil
            }
            return Latch(
                path: path, dot: dot, actor: latch["actor"]?.string ?? "", at: latch["at"]?.time,
                reason: latch["reason"]?.string ?? "")
        }
    }
}
