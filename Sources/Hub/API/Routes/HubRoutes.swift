internal import HTTPTypes
internal import HubIngest
internal import HubTenancy
internal import Observability
internal import Runtime

/// All routes of the hub: the one table that registers handlers, makes the document, and is tested.
enum HubRoutes {
    static func all(
        _ hub: HubServices, rounds: RoundService, health: HubHealth, registry: MetricsRegistry
    ) -> [Route] {
        let sync = SyncRoutes(
            hub: hub, rounds: rounds, gate: RoundGate(roundsMax: hub.options.roundsMax),
            rates: RateLimiter(requests: 12_000, seconds: 60, clock: hub.clock),
            enrolments: RateLimiter(requests: hub.options.newcomersMax, seconds: 3_600, clock: hub.clock),
            metrics: RoundMetrics(registry))
        let calls =
            AuthRoutes(hub: hub).routes + FactoryRoutes(hub: hub).routes + MachineRoutes(hub: hub).routes
            + EnergyRoutes(hub: hub).routes + AlertRoutes(hub: hub).routes + DecisionRoutes(hub: hub).routes
            + AgentRoutes(hub: hub).routes
            + sync.routes + HealthRoutes(health: health, registry: registry, clock: hub.clock).routes
        return calls + [document(of: calls)]
    }

    /// The document, of all routes and of itself.
    private static func document(of calls: [Route]) -> Route {
        var route = Route(
            method: .get, path: "/api/openapi.json", summary: "This document.", access: .anyone,
            answer: .bare(.object([], open: true)), handler: { _ in .none })
        let document = OpenAPIDocument.of(calls + [route])
        route.handler = { _ in APIAnswer(status: .ok, content: .bare(document)) }
        return route
    }
}
