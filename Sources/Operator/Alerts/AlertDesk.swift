internal import Glibc
internal import MillwrightDevice

/// The calls about alerts, at the hub and on a gateway.
///
/// An agent tells its open alerts with its status, and takes an acknowledgement as a write of the alert's document.
struct AlertDesk: Sendable {
    let client: APIClient

    /// The open alerts, the newest first.
    func open(of machine: String?) async throws -> [JSONValue] {
        var found: MachineDirectory.Found?
        if let machine { found = try await MachineDirectory(client: client).find(machine) }
        guard client.target.isAgent else {
            return try await client.rows("/api/alerts", query: [("open", "true"), ("machineId", found?.id)])
        }
        let status = try await client.call(.get, "/api/status").data
        let machines = (status["machines"]?.elements ?? []).filter {
            found == nil || $0["key"]?.string == found?.id
        }
        return machines.flatMap { machine in
            (machine["alerts"]?.elements ?? []).map { alert in
                alert.merging(.object(["machineName": machine["key"] ?? .null]))
            }
        }.sorted { ($0["raisedAt"]?.string ?? "") > ($1["raisedAt"]?.string ?? "") }
    }

    /// Acknowledges one, and says what became of its state.
    func acknowledge(_ id: String, comment: String?) async throws -> String {
        guard client.target.isAgent else {
            var body: [String: JSONValue] = ["action": .string("acknowledge")]
            if let comment { body["comment"] = .string(comment) }
            let path = "/api/alerts/\(PercentText.escaped(id))"
            let alert = try await client.call(.patch, path, body: .object(body)).data
            return alert["state"]?.string ?? "acknowledged"
        }
        // A field for each person: two who acknowledge it on both sides are both kept.
        let field = "acknowledged.\(Self.userName)"
        let body: [String: JSONValue] = ["fields": .object([field: .string(comment ?? "")])]
        do {
            let path = "/api/documents/\(PercentText.escaped("alert:\(id)"))"
            _ = try await client.call(.patch, path, body: .object(body))
        } catch let refusal as APIRefusal where refusal.status == 404 {
            throw CommandFailure(
                "ALERT_NOT_FOUND",
                "no alert \(id) is open on this gateway: millwright alert list names those that are")
        }
        return "acknowledged"
    }

    /// The user's name on this machine, as the agent knows whoever opens its socket.
    private static var userName: String {
        let user = geteuid()
        guard let entry = getpwuid(user), let name = entry.pointee.pw_name else { return "uid-\(user)" }
        return String(cString: name)
    }
}
