internal import HTTPTypes
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import Telemetry

/// The fleet: agents, their enrolment and their end.
struct AgentRoutes: Sendable {
    let hub: HubServices
    /// The fingerprint of the hub's authority, by which an agent knows it at its enrolment.
    let authority: String

    var routes: [Route] {
        [
            Route(
                method: .get, path: "/api/agents", summary: "The agents: version, last seen, backlog, clock, disk.",
                access: .user(.viewer), query: QueryParameter.paging, answer: .page(.named("Agent")), handler: list),
            Route(
                method: .post, path: "/api/agents/enrolments",
                summary: "Make a token that enrols one agent, once; it is shown only here.", access: .user(.admin),
                body: Self.enrolment, status: .created, answer: .data(.named("Enrolment")), handler: enrol),
            Route(
                method: .delete, path: "/api/agents/{id}", summary: "Revoke an agent and its certificates.",
                access: .user(.admin), status: .noContent, answer: .nothing, handler: revoke),
        ]
    }

    private func list(_ request: APIRequest) async throws -> APIAnswer {
        let (page, size) = try request.page()
        let found = try await hub.plant.agents(limit: size, offset: (page - 1) * size, try request.user().scope)
        let now = hub.clock.now()
        let views = found.items.map { AgentView.json($0, at: now, silenceSeconds: hub.options.agentSilenceSeconds) }
        return .page(views, Pagination(page: page, pageSize: size, total: found.total))
    }

    private func enrol(_ request: APIRequest) async throws -> APIAnswer {
        let user = try request.user()
        let minutes = request.body["expiresInMinutes"]?.integer
        let now = hub.clock.now()
        let token = OpaqueToken(.enrolment)
        let expiresAt = now.advanced(
            seconds: minutes.map { Double($0) * 60 } ?? hub.options.enrolmentLifetimeSeconds)
        try await hub.plant.makeEnrolment(
            token: token.hash, name: request.text("name") ?? "", expiresAt: expiresAt, by: try request.actor(), at: now,
            user.scope)
        let address = hub.options.publicAddress ?? "http://\(hub.options.host):\(hub.options.port)"
        return .created([
            "token": .string(token.text), "authority": .string(authority), "expiresAt": .of(expiresAt),
            // The token goes through a file: what stands in a command line, every user of the machine can read.
            "command": .string(
                "millwright-agent enrol --config /etc/millwright/agent.yaml --hub \(address) "
                    + "--authority \(authority) --token-file /etc/millwright/enrolment-token"),
        ])
    }

    private func revoke(_ request: APIRequest) async throws -> APIAnswer {
        let user = try request.user()
        let id: AgentID = try request.id(of: "agent")
        guard try await hub.plant.revokeAgent(id, by: try request.actor(), at: hub.clock.now(), user.scope) else {
            throw APIError.notFound("agent")
        }
        return .none
    }

    private static let enrolment = Schema.fields(
        .required("name", .string(min: 1, max: 255)), .optional("expiresInMinutes", .integer(min: 1, max: 10_080)))
}
