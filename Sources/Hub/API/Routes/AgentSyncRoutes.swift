internal import HTTPTypes
internal import HubIngest
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import SyncWire
internal import Telemetry

/// How an agent's sync stands, and what a person decides about copies of its folder.
struct AgentSyncRoutes: Sendable {
    let hub: HubServices
    let rounds: RoundService
    let journal: RoundJournal

    var routes: [Route] {
        [
            Route(
                method: .get, path: "/api/agents/{id}/sync",
                summary: "An agent's incarnations with their cursors, what is kept apart, holds and its last rounds.",
                access: .user(.viewer), answer: .data(.named("AgentSync")), handler: show),
            Route(
                method: .post, path: "/api/agents/{id}/adopt",
                summary: "Make a copy of the agent's folder the agent, and take in what it sent.",
                access: .user(.admin), body: Self.decision, answer: .data(.named("IncarnationDecision")),
                handler: { try await decide(.adopt, $0) }),
            Route(
                method: .post, path: "/api/agents/{id}/reject",
                summary: "Tell a copy of the agent's folder to stop; what it sent stays apart.",
                access: .user(.admin), body: Self.decision, answer: .data(.named("IncarnationDecision")),
                handler: { try await decide(.reject, $0) }),
        ]
    }

    private func show(_ request: APIRequest) async throws -> APIAnswer {
        let scope = try request.user().scope
        let id: AgentID = try request.id(of: "agent")
        guard let agent = try await hub.plant.agent(id, scope) else { throw APIError.notFound("agent") }
        let incarnations = try await hub.plant.incarnations(of: id, scope)
        let now = hub.clock.now()
        let holds: [JSONValue] = try await rounds.holds(scope, at: now).map { hold in
            [
                "stream": .of(hold.stream.map { "\($0)" }), "until": .of(hold.until), "limit": .string(hold.limit),
                "reason": .string(hold.reason),
            ]
        }
        return .ok(
            AgentSyncView.json(
                agent, incarnations, holds: holds, rounds: journal.rounds(of: id), at: now,
                silenceSeconds: hub.options.agentSilenceSeconds))
    }

    private func decide(_ decision: IncarnationDecision, _ request: APIRequest) async throws -> APIAnswer {
        let user = try request.user()
        let id: AgentID = try request.id(of: "agent")
        let outcome = try await rounds.decide(
            decision, agent: AgentPrincipal(scope: user.scope, agent: id),
            incarnation: request.text("incarnation").flatMap(IncarnationID.init), by: try request.actor(),
            at: hub.clock.now())
        switch outcome {
        case .done(let incarnation):
            return .ok(["incarnation": .of(incarnation), "decision": .string(decision.rawValue)])
        case .notFound: throw APIError.notFound("agent")
        case .nothingToDecide:
            throw APIError.conflict("NO_COPY_WAITS", "No copy of the agent's folder waits for a decision.")
        case .wasCurrent(let incarnation):
            throw APIError.conflict(
                "COPY_WAS_CURRENT",
                "What waits, \(incarnation), was the agent until another one took its place; name it to go back to it, "
                    + "or reject it.")
        case .ambiguous(let incarnations):
            throw APIError.conflict(
                "COPY_AMBIGUOUS",
                "Several copies wait; name one: \(incarnations.map(\.description).joined(separator: ", ")).")
        }
    }

    private static let decision = Schema.fields(.optional("incarnation", .uuid))
}
