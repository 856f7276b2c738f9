internal import HTTPTypes
public import HubPlant
internal import HubIngest
internal import HubIntelligence
internal import HubStore
internal import HubTenancy
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import Observability
internal import Runtime
public import ServiceLifecycle

/// The hub's two ports: API, console and live screens on one, agents' rounds over mutual TLS on the other.
///
/// As a service it stops gracefully: it takes no new connections, finishes what it answers, and closes live screens
/// with a code that says that the hub is stopping.
public struct HubServer: Service {
    private let application: Application<RouterResponder<HubRequestContext>>
    private let agents: AgentListener
    private let live: LiveHub
    private let notices: NoticeFeed
    private let relay: LiveRelay
    private let threads: NIOThreadPool
    /// Those of the models, so that no log-in waits for a forecast.
    private let models: NIOThreadPool

    /// A server that calls `whenListening` with the port of the API, and `whenAgentsMayCall` with the agents' one, once
    /// it listens there.
    public init(
        _ options: HubServerOptions, _ parts: Parts,
        whenAgentsMayCall: @escaping @Sendable (Int) async -> Void = { _ in },
        whenListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws {
        let threads = NIOThreadPool(numberOfThreads: 2)
        threads.start()
        self.threads = threads
        let plant = PlantStore(parts.pool)
        let views = StoreViews(
            plant: plant, conflicts: ConflictStore(parts.pool), agentSilenceSeconds: options.agentSilenceSeconds,
            clock: parts.clock)
        let live = LiveHub(views: views, clock: parts.clock, logger: parts.logger)
        self.live = live
        Self.register(live, parts.registry)
        let relay = LiveRelay(live, telling: LiveTelling(parts.pool), clock: parts.clock, logger: parts.logger)
        self.relay = relay
        notices = Self.notices(parts, live, relay)
        let models = NIOThreadPool(numberOfThreads: max(1, System.coreCount / 2))
        models.start()
        self.models = models
        let hub = Self.services(
            options, parts, plant: plant, live: live, relay: relay, threads: threads, models: models)
        let origins = OriginRules(options.origins)
        let limits = ServerLimits()
        let server = LiveServer(
            hub: live,
            requests: LiveRequests(
                hub: live, views: views, tokens: parts.tokens, ended: hub.ended, clock: parts.clock),
            origins: origins, windowSeconds: options.liveWindowSeconds, messagesMax: options.liveMessagesMax,
            clientsMax: options.liveClientsMax, channelsMax: options.liveSubscriptionsMax, clock: parts.clock)
        let tls = try options.tls.map(ServerTLS.context)
        let address = AgentAddress(options.agents)
        let services = AgentServices(
            authority: parts.authority, certificateLifeSeconds: options.agents.certificateLifeSeconds,
            address: { address.text }, commandKeys: parts.commandKeys)
        let front = FrontMiddleware(
            origins: origins, errors: ErrorTranslation(logger: parts.logger), requests: RequestMetrics(parts.registry),
            clock: parts.clock, logger: parts.logger)
        let pipeline = Self.pipeline(hub, limits)
        let metrics = RoundMetrics(parts.registry)
        let gate = RoundGate(roundsMax: options.roundsMax)
        Self.register(gate, parts.registry)
        agents = AgentListener(
            HubRoutes.ofAgents(hub, agents: services, rounds: parts.rounds, gate: gate, metrics: metrics),
            pipeline: pipeline,
            gate: AgentGate(clock: parts.clock, metrics: metrics), front: front,
            tls: try AgentListenerTLS(options.agents, authority: parts.authority, metrics: metrics, clock: parts.clock),
            options: options.agents, registry: parts.registry, logger: parts.logger
        ) { port in
            address.listens(on: port)
            await whenAgentsMayCall(port)
        }
        let fitting = FittingQueue()
        Self.register(fitting, parts.registry)
        let routes = HubRoutes.all(
            hub, agents: services, rounds: parts.rounds, health: parts.health, registry: parts.registry,
            signer: parts.commands, forests: ForestRoutes(hub: hub, queue: fitting))
        application = Application(
            router: Self.router(hub, routes, pipeline, front, threads),
            server: HTTPServerBuilder { responder in
                HubServerChannel(responder: responder, live: server, limits: limits, tls: tls)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(options.host, port: options.port), serverName: "millwright-hub"),
            onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? options.port) },
            logger: parts.logger)
    }

    /// Lets live screens hear of something; call it after the transaction that made it true has committed.
    public func publish(_ events: [PlantEvent]) { relay.publish(events) }

    /// Serves until the service group is told to stop.
    public func run() async throws {
        var group = ServiceGroupConfiguration(
            services: [
                .init(service: live), .init(service: relay), .init(service: agents.application),
                .init(service: application),
            ], logger: application.logger)
        group.gracefulShutdownSignals = []
        let services = ServiceGroup(configuration: group)
        defer { notices.close() }
        await notices.start(waitingAtMost: 1)
        try await services.run()
        try await threads.shutdownGracefully()
        try await models.shutdownGracefully()
    }

    private static func services(
        _ options: HubServerOptions, _ parts: Parts, plant: PlantStore, live: LiveHub, relay: LiveRelay,
        threads: NIOThreadPool, models: NIOThreadPool
    ) -> HubServices {
        let analytics = BoundedWorker(
            models,
            .init(
                waitingMax: options.analyticsMax, secondsMax: options.analyticsSecondsMax,
                busy: .unavailable("ANALYTICS_BUSY", "Too many models are computed at once; try again."),
                late: .unavailable(
                    "ANALYTICS_LATE", "The model took too long; ask for less, or again later.", retryAfterSeconds: 30)))
        analytics.register("analytics", parts.registry)
        let forecasts = ForecastCache()
        parts.registry.counter("millwright_hub_forecasts_cached_total", help: "Forecasts answered from the cache.") {
            Double(forecasts.hits)
        }
        parts.registry.counter("millwright_hub_forecasts_made_total", help: "Forecasts that were not in the cache.") {
            Double(forecasts.misses)
        }
        let logins = LoginGuard(
            failuresMax: options.loginFailuresMax, windowSeconds: options.loginWindowSeconds, clock: parts.clock)
        register(logins, parts.registry)
        let passwords = PasswordWorker(parts.passwords, pool: threads)
        passwords.register(parts.registry)
        return HubServices(
            accounts: AccountStore(parts.pool), plant: plant, readings: ReadingsStore(pool: parts.pool),
            conflicts: ConflictStore(parts.pool), commands: CommandStore(parts.pool), forests: ForestStore(parts.pool),
            tokens: parts.tokens,
            passwords: passwords, analytics: analytics, forecasts: forecasts, logins: logins,
            registrations: RateLimiter(requests: options.newcomersMax, seconds: 3_600, clock: parts.clock),
            ended: EndedSessions(lifetimeSeconds: Double(parts.tokens.lifetimeSeconds), clock: parts.clock), live: live,
            relay: relay,
            options: options, clock: parts.clock, logger: parts.logger)
    }

    /// What the other hubs of the database and this one tell.
    private static func notices(_ parts: Parts, _ live: LiveHub, _ relay: LiveRelay) -> NoticeFeed {
        let notices = NoticeFeed(
            parts.pool, logger: parts.logger, deliver: { live.publish($0) }, missed: { live.closeAll(.goingAway) },
            hearLive: { relay.hear($0) })
        register(notices, parts.registry)
        register(relay, parts.registry)
        return notices
    }

    private static func pipeline(_ hub: HubServices, _ limits: ServerLimits) -> RoutePipeline {
        RoutePipeline(
            tokens: hub.tokens, ended: hub.ended,
            requests: RateLimiter(requests: hub.options.requestsMax, seconds: 900, clock: hub.clock),
            requestsMax: hub.options.requestsMax,
            idempotency: IdempotencyKeeper(accounts: hub.accounts, clock: hub.clock),
            addresses: ClientAddress(trustsProxy: hub.options.trustsProxy),
            bodyBytesMax: hub.options.bodyBytesMax, bodyDeadlineSeconds: Double(limits.bodyDeadline.nanoseconds) / 1e9)
    }

    private static func router(
        _ hub: HubServices, _ routes: [Route], _ pipeline: RoutePipeline, _ front: FrontMiddleware,
        _ threads: NIOThreadPool
    ) -> Router<HubRequestContext> {
        let origins = front.origins
        let router = Router(context: HubRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: front)
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                try await pipeline.run(route, request, context)
            }
        }
        for path in LiveServer.paths {
            router.get(RouterPath(path)) { request, _ -> Response in
                throw upgradeRefusal(request, origins)
            }
        }
        let files = StaticFiles(folder: hub.options.consoleFolder, pool: threads)
        router.get("/") { request, _ in try await files.respond(request) }
        router.get("**") { request, _ in try await files.respond(request) }
        router.head("**") { request, _ in try await files.respond(request) }
        return router
    }

    /// Why a request to a live path was not made a WebSocket.
    private static func upgradeRefusal(_ request: Request, _ origins: OriginRules) -> APIError {
        let host = request.head.authority
        guard origins.allows(origin: request.headers[.origin], host: host) else {
            return APIError(.forbidden, "ORIGIN_NOT_ALLOWED", "This origin may not use the API.")
        }
        return APIError(.upgradeRequired, "UPGRADE_REQUIRED", "This path speaks WebSocket (RFC 6455, version 13).")
    }

    private static func register(_ live: LiveHub, _ registry: MetricsRegistry) {
        registry.gauge("millwright_hub_live_clients", help: "Live screens now.") { Double(live.clientCount) }
        registry.counter(
            "millwright_hub_live_dropped_total", help: "Live events that were refused because the queue was full."
        ) { Double(live.refused) }
    }

    private static func register(_ notices: NoticeFeed, _ registry: MetricsRegistry) {
        registry.counter("millwright_hub_notices_total", help: "Notices heard, of all hubs of the database.") {
            Double(notices.heardCount)
        }
        registry.gauge("millwright_hub_notices_listening", help: "1 while the connection for notices stands.") {
            notices.isListening ? 1 : 0
        }
        registry.counter(
            "millwright_hub_notices_passed_over_total",
            help: "Times that news of a transaction that stayed open too long were given up."
        ) { Double(notices.passedOverCount) }
    }

    private static func register(_ relay: LiveRelay, _ registry: MetricsRegistry) {
        registry.counter(
            "millwright_hub_live_told_total", help: "Machines and agents whose news other hubs were told of."
        ) { Double(relay.toldCount) }
        registry.counter(
            "millwright_hub_live_told_dropped_total", help: "Those of which they could not be told."
        ) { Double(relay.droppedCount) }
    }

    private static func register(_ logins: LoginGuard, _ registry: MetricsRegistry) {
        registry.gauge(
            "millwright_hub_logins_held", help: "Log-ins that wait until it is known whether others failed."
        ) { Double(logins.waiting) }
        registry.counter(
            "millwright_hub_logins_held_refused_total", help: "Log-ins that found too many of their address waiting."
        ) { Double(logins.busy) }
        registry.counter(
            "millwright_hub_logins_locked_out_total", help: "Log-ins refused because too many had failed."
        ) { Double(logins.lockedOut) }
    }

    /// Those that were sent away are counted among the rounds, as ROUNDS_BUSY.
    private static func register(_ gate: RoundGate, _ registry: MetricsRegistry) {
        registry.gauge("millwright_hub_rounds_waiting", help: "Rounds that wait for their turn.") {
            Double(gate.waiting)
        }
    }

    private static func register(_ fitting: FittingQueue, _ registry: MetricsRegistry) {
        registry.gauge("millwright_hub_forests_waiting", help: "Forests that wait to be fitted.") {
            Double(fitting.waiting)
        }
        registry.counter(
            "millwright_hub_forests_refused_total", help: "Forests that were not fitted because too many waited."
        ) { Double(fitting.refused) }
    }
}
