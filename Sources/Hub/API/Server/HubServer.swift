internal import HTTPTypes
public import HubPlant
public import HubIngest
public import HubStore
public import HubTenancy
internal import Hummingbird
internal import HummingbirdCore
public import Logging
internal import NIOCore
internal import NIOPosix
public import Observability
public import Runtime
public import ServiceLifecycle

/// The hub's port: API, console, agents' rounds and live screens, all on one.
///
/// As a service it stops gracefully: it takes no new connections, finishes what it answers, and closes live screens
/// with a code that says that the hub is stopping.
public struct HubServer: Service {
    private let application: Application<RouterResponder<HubRequestContext>>
    private let live: LiveHub
    private let threads: NIOThreadPool

    /// What a server is made of.
    public struct Parts: Sendable {
        /// Connections to PostgreSQL.
        public var pool: PostgresPool
        /// What serves the agents' rounds.
        public var rounds: RoundService
        /// Makes and checks access tokens.
        public var tokens: AccessTokens
        /// Makes and checks passwords' hashes.
        public var passwords: PasswordKeeper
        /// What readiness is asked of.
        public var health: HubHealth
        /// Where figures are kept.
        public var registry: MetricsRegistry
        /// The time.
        public var clock: any Clock
        /// Where is logged.
        public var logger: Logger

        /// The parts, each made by the daemon or by a test.
        public init(
            pool: PostgresPool, rounds: RoundService, tokens: AccessTokens, passwords: PasswordKeeper,
            health: HubHealth, registry: MetricsRegistry, clock: any Clock, logger: Logger
        ) {
            self.pool = pool
            self.rounds = rounds
            self.tokens = tokens
            self.passwords = passwords
            self.health = health
            self.registry = registry
            self.clock = clock
            self.logger = logger
        }
    }

    /// A server that calls `whenListening` with its port once it listens.
    public init(
        _ options: HubServerOptions, _ parts: Parts, whenListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws {
        let threads = NIOThreadPool(numberOfThreads: 2)
        threads.start()
        self.threads = threads
        let plant = PlantStore(parts.pool)
        let views = StoreViews(plant: plant, agentSilenceSeconds: options.agentSilenceSeconds, clock: parts.clock)
        live = LiveHub(views: views, clock: parts.clock, logger: parts.logger)
        let lifetime = Double(parts.tokens.lifetimeSeconds)
        let hub = HubServices(
            accounts: AccountStore(parts.pool), plant: plant, readings: ReadingsStore(pool: parts.pool),
            tokens: parts.tokens,
            passwords: PasswordWorker(parts.passwords, pool: threads),
            logins: LoginGuard(
                failuresMax: options.loginFailuresMax, windowSeconds: options.loginWindowSeconds, clock: parts.clock),
            registrations: RateLimiter(requests: options.newcomersMax, seconds: 3_600, clock: parts.clock),
            ended: EndedSessions(lifetimeSeconds: lifetime, clock: parts.clock), live: live, options: options,
            clock: parts.clock, logger: parts.logger)
        let origins = OriginRules(options.origins)
        let limits = ServerLimits()
        let server = LiveServer(
            hub: live,
            requests: LiveRequests(
                hub: live, views: views, tokens: parts.tokens, ended: hub.ended, clock: parts.clock),
            origins: origins, windowSeconds: options.liveWindowSeconds, messagesMax: options.liveMessagesMax,
            clientsMax: options.liveClientsMax, channelsMax: options.liveSubscriptionsMax, clock: parts.clock)
        Self.register(live, parts.registry)
        let tls = try options.tls.map(ServerTLS.context)
        application = Application(
            router: Self.router(hub, parts, origins, limits, threads),
            server: HTTPServerBuilder { responder in
                HubServerChannel(responder: responder, live: server, limits: limits, tls: tls)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(options.host, port: options.port), serverName: "millwright-hub"),
            onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? options.port) },
            logger: parts.logger)
    }

    /// Lets live screens hear of something; call it after the transaction that made it true has committed.
    public func publish(_ events: [PlantEvent]) { live.publish(events) }

    /// Serves until the service group is told to stop.
    public func run() async throws {
        var group = ServiceGroupConfiguration(
            services: [.init(service: live), .init(service: application)], logger: application.logger)
        group.gracefulShutdownSignals = []
        let services = ServiceGroup(configuration: group)
        try await services.run()
        try await threads.shutdownGracefully()
    }

    private static func router(
        _ hub: HubServices, _ parts: Parts, _ origins: OriginRules, _ limits: ServerLimits, _ threads: NIOThreadPool
    ) -> Router<HubRequestContext> {
        let router = Router(context: HubRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(
            middleware: FrontMiddleware(
                origins: origins, errors: ErrorTranslation(logger: parts.logger),
                requests: RequestMetrics(parts.registry), clock: parts.clock, logger: parts.logger))
        let pipeline = RoutePipeline(
            tokens: hub.tokens, ended: hub.ended,
            requests: RateLimiter(requests: hub.options.requestsMax, seconds: 900, clock: parts.clock),
            requestsMax: hub.options.requestsMax,
            idempotency: IdempotencyKeeper(accounts: hub.accounts, clock: parts.clock),
            addresses: ClientAddress(trustsProxy: hub.options.trustsProxy),
            bodyBytesMax: hub.options.bodyBytesMax, bodyDeadlineSeconds: Double(limits.bodyDeadline.nanoseconds) / 1e9)
        for route in HubRoutes.all(
            hub, rounds: parts.rounds, health: parts.health, registry: parts.registry)
        {
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
}
