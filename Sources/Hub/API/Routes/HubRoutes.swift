internal import HTTPTypes
internal import HubIngest
internal import HubStore
internal import HubTenancy
internal import Observability
internal import Runtime

/// All routes of the hub: the tables that register handlers, make the document, and are tested.
enum HubRoutes {
    /// Those of the port of the API.
    static func all(
        _ hub: HubServices, agents: AgentServices, rounds: RoundService, health: HubHealth, registry: MetricsRegistry,
        signer: CommandSigner?, forests: ForestRoutes
    ) -> [Route] {
        let enrolment = EnrolmentRoutes(
            hub: hub, agents: agents,
            enrolments: RateLimiter(requests: hub.options.newcomersMax, seconds: 3_600, clock: hub.clock))
        let calls = [
            AuthRoutes(hub: hub).routes, FactoryRoutes(hub: hub).routes, MachineRoutes(hub: hub).routes,
            EnergyRoutes(hub: hub).routes, SavingRoutes(hub: hub).routes,
            ForecastRoutes(hub: hub).routes, TwinRoutes(hub: hub).routes, AlertRoutes(hub: hub).routes,
            DecisionRoutes(hub: hub).routes,
            AgentRoutes(hub: hub, authority: agents.authority.fingerprint).routes, DocumentRoutes(hub: hub).routes,
            ConflictRoutes(hub: hub).routes, ConflictBulkRoutes(hub: hub).routes,
            CommandRoutes(hub: hub, signer: signer).routes, CompletenessRoutes(hub: hub).routes,
            forests.routes,
            QuarantineRoutes(hub: hub, rounds: rounds).routes,
            AgentSyncRoutes(hub: hub, rounds: rounds, journal: agents.journal).routes, enrolment.routes,
            HealthRoutes(health: health, registry: registry, clock: hub.clock).routes,
        ].flatMap { $0 }
        return calls + [document(of: calls)]
    }

    /// Those of the listener of agents.
    static func ofAgents(
        _ hub: HubServices, agents: AgentServices, rounds: RoundService, gate: RoundGate, metrics: RoundMetrics
    ) -> [Route] {
        SyncRoutes(
            hub: hub, agents: agents, rounds: rounds, gate: gate,
            rates: RateLimiter(requests: 12_000, seconds: 60, clock: hub.clock),
            renewals: RateLimiter(requests: 20, seconds: 3_600, clock: hub.clock),
            pieces: RateLimiter(requests: 6_000, seconds: 60, clock: hub.clock), metrics: metrics,
            standings: StandingView(clock: hub.clock) { try await hub.plant.stands($0) }, journal: agents.journal
        ).routes
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
