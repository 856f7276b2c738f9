internal import HTTPTypes
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Telemetry

/// What agents and the hub decided, and why.
struct DecisionRoutes: Sendable {
    let hub: HubServices

    var routes: [Route] {
        [
            Route(
                method: .get, path: "/api/decisions", summary: "Decisions, the newest first.", access: .user(.viewer),
                query: QueryParameter.paging + [QueryParameter("machineId", .uuid, "Only this machine's.")],
                answer: .page(.named("Decision")), handler: list),
            Route(
                method: .get, path: "/api/decisions/{id}",
                summary: "One decision, with all that it depended on, for `millwright decisions replay`.",
                access: .user(.viewer), answer: .data(.named("Decision")), handler: get),
        ]
    }

    private func get(_ request: APIRequest) async throws -> APIAnswer {
        let id: DecisionID = try request.id(of: "decision")
        guard let found = try await hub.plant.decision(id, try request.user().scope) else {
            throw APIError.notFound("decision")
        }
        return .ok(DecisionView.whole(found))
    }

    private func list(_ request: APIRequest) async throws -> APIAnswer {
        let (page, size) = try request.page()
        let found = try await hub.plant.decisions(
            machine: try request.query.id("machineId"), limit: size, offset: (page - 1) * size,
            try request.user().scope)
        return .page(
            found.items.map(DecisionView.json), Pagination(page: page, pageSize: size, total: found.total))
    }
}
