internal import HTTPTypes
internal import HubStore
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import Observability

/// The hub's port for agents: nothing but their rounds, and only over mutual TLS.
struct AgentListener: Sendable {
    let application: Application<RouterResponder<HubRequestContext>>

    init(
        _ routes: [Route], pipeline: RoutePipeline, gate: AgentGate, front: FrontMiddleware, tls: AgentListenerTLS,
        options: AgentListenerOptions, registry: MetricsRegistry, logger: Logger,
        whenListening: @escaping @Sendable (Int) async -> Void
    ) {
        let connections = registry.gauge("millwright_hub_agent_connections", help: "Connections of agents now.")
        let router = Router(context: HubRequestContext.self)
        router.add(middleware: front)
        router.add(middleware: gate)
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                try await pipeline.run(route, request, context)
            }
        }
        application = Application(
            router: router,
            server: HTTPServerBuilder { responder in
                AgentServerChannel(responder: responder, tls: tls, limits: ServerLimits(), connections: connections)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(options.host, port: options.port), serverName: "millwright-hub",
                availableConnectionsDelegate: MaximumAvailableConnections(options.connectionsMax)),
            onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? options.port) },
            logger: logger)
    }
}
