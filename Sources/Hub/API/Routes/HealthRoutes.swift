internal import HTTPTypes
internal import Observability
internal import Runtime

/// Whether the process lives, whether it can do its work, and its figures (operations.md, Health).
struct HealthRoutes: Sendable {
    let health: HubHealth
    let registry: MetricsRegistry
    let clock: any Clock

    var routes: [Route] {
        [
            Route(
                method: .get, path: "/healthz", summary: "Whether the process lives.", access: .anyone,
                answer: .bare(.fields(.required("status", .string()))),
                handler: { _ in APIAnswer(status: .ok, content: .bare(["status": "ok"])) }),
            Route(
                method: .get, path: "/readyz",
                summary: "Whether the hub can do its work: its dependencies, one by one.",
                access: .anyone, answer: .bare(.named("Health")), handler: { _ in answer() }),
            Route(
                method: .get, path: "/api/health", summary: "The same, for clients of the API.", access: .anyone,
                answer: .bare(.named("Health")), handler: { _ in answer() }),
            Route(
                method: .get, path: "/metrics", summary: "Figures for Prometheus.", access: .anyone,
                answer: .bytes(type: "text/plain"),
                handler: { _ in
                    let type = "text/plain; version=0.0.4; charset=utf-8"
                    return APIAnswer(status: .ok, content: .bytes(registry.prometheusText(), type: type))
                }),
        ]
    }

    private func answer() -> APIAnswer {
        let services = health.services
        let isReady = services.allSatisfy(\.isUp)
        return APIAnswer(
            status: isReady ? .ok : .serviceUnavailable,
            content: .bare([
                "status": isReady ? "healthy" : "unhealthy", "timestamp": .of(clock.now()),
                "services": .object(services.map { JSONField($0.name, .string($0.state)) }),
            ]))
    }
}
