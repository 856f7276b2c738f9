internal import MillwrightDevice

/// Finds machines by what people call them.
struct MachineDirectory: Sendable {
    /// One machine, at the hub by its id, at an agent by its document's key.
    struct Found: Sendable, Equatable {
        /// At the hub its id, at an agent `FACTORY/NAME`.
        var id: String
        /// `FACTORY/NAME`.
        var name: String
    }

    let client: APIClient

    /// A machine by its id, `FACTORY/NAME`, or a name that only one has.
    func find(_ text: String) async throws -> Found {
        if client.target.isAgent, text.contains("/") { return Found(id: text, name: text) }
        let all = try await client.target.isAgent ? ofAgent() : ofHub()
        let exact = all.filter { $0.id == text || $0.name == text }
        let found = exact.isEmpty ? all.filter { $0.name.hasSuffix("/\(text)") } : exact
        guard let machine = found.first else {
            let known = all.prefix(12).map(\.name).joined(separator: ", ")
            throw CommandFailure(
                "MACHINE_NOT_FOUND", "\(text) is none of \(known.isEmpty ? "no machines at all" : known)")
        }
        guard found.count == 1 else {
            throw CommandFailure(
                "MACHINE_NOT_FOUND", "\(text) may be \(found.map(\.name).joined(separator: " or "))")
        }
        return machine
    }

    private func ofHub() async throws -> [Found] {
        try await client.rows("/api/machines").compactMap { row in
            guard let id = row["id"]?.string, let name = row["name"]?.string else { return nil }
            return Found(id: id, name: "\(row["factoryName"]?.string ?? "")/\(name)")
        }
    }

    private func ofAgent() async throws -> [Found] {
        let status = try await client.call(.get, "/api/status").data
        return (status["machines"]?.elements ?? []).compactMap { row in
            row["key"]?.string.map { Found(id: $0, name: $0) }
        }
    }
}
