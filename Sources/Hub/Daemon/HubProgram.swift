internal import HubAPI
internal import HubIngest
internal import HubStore
internal import HubTenancy
internal import Logging
internal import Observability
internal import Runtime
internal import ServiceLifecycle
internal import Settings
internal import UnixSignals

/// The hub, wired: schema, pool, server and jobs, in the order in which they start; they stop in the reverse one.
struct HubProgram: Sendable {
    let settings: HubSettings
    let logger: Logger
    let notifier: SystemdNotifier

    func run() async throws {
        let clock = SystemClock()
        let plans = try PlansFile.load(settings.plansFile)
        try await SchemaPreparation(
            options: settings.database.options, plans: plans, migrates: settings.database.migrates, logger: logger
        ).run()
        let authority = try authority()
        let pool = PostgresPool(settings.database.options, logger: logger)
        defer { pool.shutDown() }
        let partitions = ChunkPartitions(pool)
        let registry = MetricsRegistry()
        ProcessMetrics.register(in: registry)
        register(pool, registry)
        let health = HubHealth { pool.isConnected }
        let tokens = await AccessTokens(
            secret: settings.auth.secret, previous: settings.auth.previous,
            lifetimeSeconds: Int(settings.auth.accessLifetime.seconds), clock: clock)
        let keys = CommandKeyCache(pool)
        var parts = HubServer.Parts(
            pool: pool,
            rounds: RoundService(
                pool, partitions: partitions, clock: clock, logger: logger,
                quietSeconds: settings.sync.agentOfflineAfter.seconds,
                limits: TenantLimits(pool, clock: clock), graceSeconds: settings.sync.subscriptionGrace.seconds,
                roundsASecond: Double(settings.sync.roundsASecond)),
            authority: authority, tokens: tokens, passwords: try PasswordKeeper(cost: settings.auth.passwordCost),
            health: health, registry: registry, clock: clock, logger: logger)
        parts.commands = try await commandSigner(pool)
        parts.commandKeys = { keys.keys }
        try await keys.refresh()
        let server = try HubServer(options, parts) { port in announce(port) }
        try await serve(server, jobs: jobs(pool, partitions, clock, keys, registry), health)
    }

    /// The hub's own authority, made at the first start.
    private func authority() throws -> CertificateAuthority {
        let folder = AuthorityFolder(path: settings.authority.folder)
        let (authority, isNew) = try folder.open()
        if isNew {
            logger.notice(
                "made the hub's own authority; keep a copy of its file, for agents trust no other",
                metadata: ["file": "\(folder.file)", "fingerprint": "\(authority.fingerprint)"])
        }
        return authority
    }

    private func serve(_ server: HubServer, jobs: [PeriodicJob], _ health: HubHealth) async throws {
        let drain = Drain(health: health, notifier: notifier)
        var configuration = ServiceGroupConfiguration(
            services: jobs.map { .init(service: $0) } + [.init(service: server), .init(service: drain)],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = settings.http.drain
        try await ServiceGroup(configuration: configuration).run()
        logger.info("the hub has stopped")
    }

    private func jobs(
        _ pool: PostgresPool, _ partitions: ChunkPartitions, _ clock: SystemClock,
        _ keys: CommandKeyCache, _ registry: MetricsRegistry
    ) -> [PeriodicJob] {
        let plant = PlantStore(pool)
        let gauges = SyncGauges(plant, registry)
        let silence = settings.sync.agentOfflineAfter.seconds
        return [
            PeriodicJob(name: "watch agents", interval: .seconds(max(1, silence / 4)), logger: logger) {
                for scope in try await plant.tenants() {
                    try await plant.watchAgents(silenceSeconds: silence, at: clock.now(), scope)
                }
            },
            PeriodicJob(name: "keys of commands", interval: .seconds(60), logger: logger) { try await keys.refresh() },
            PeriodicJob(name: "end overdue commands", interval: .seconds(15), logger: logger) {
                for scope in try await plant.tenants() {
                    try await CommandStore(pool).endOverdue(at: clock.now(), scope)
                }
            },
            PeriodicJob(name: "gauges of sync", interval: .seconds(15), logger: logger) {
                try await gauges.refresh(at: clock.now())
            },
            PeriodicJob(name: "partitions ahead", interval: .seconds(3_600), logger: logger) {
                try await partitions.makeAhead(now: clock.now())
            },
            PeriodicJob(name: "merge small chunks", interval: .seconds(30), logger: logger) {
                _ = try await ChunkCompaction(pool: pool, logger: logger).run(now: clock.now())
            },
            PeriodicJob(name: "retention", interval: .seconds(6 * 3_600), logger: logger) {
                _ = try await TelemetryRetention(pool, partitions: partitions).run(now: clock.now())
                _ = try await SyncRetention(pool).run(now: clock.now())
            },
            PeriodicJob(name: "systemd watchdog", interval: .seconds(10), logger: logger) {
                notifier.notify("WATCHDOG=1")
            },
        ]
    }

    /// The key of commands, made known to the agents; nothing where none is set.
    private func commandSigner(_ pool: PostgresPool) async throws -> CommandSigner? {
        guard let signer = try settings.commands.signer() else { return nil }
        try await CommandKeyStore(pool).register(signer, previous: try settings.commands.previous())
        return signer
    }

    private var options: HubServerOptions {
        var options = HubServerOptions(
            host: settings.http.listen.host, port: settings.http.listen.port, consoleFolder: settings.consoleFolder)
        options.origins = settings.http.origins
        options.trustsProxy = settings.http.trustsProxy
        options.bodyBytesMax = settings.http.bodyBytesMax
        options.publicAddress = settings.http.publicAddress
        if let certificate = settings.http.certificateFile, let key = settings.http.keyFile {
            options.tls = HubServerOptions.TLSFiles(certificate: certificate, key: key)
        }
        options.liveWindowSeconds = settings.live.batchWindow.seconds
        options.liveClientsMax = settings.live.clientsMax
        options.liveSubscriptionsMax = settings.live.subscriptionsMax
        options.agentSilenceSeconds = settings.sync.agentOfflineAfter.seconds
        options.roundBytesMax = settings.sync.frameBytesMax
        options.roundsMax = settings.sync.roundsMax
        options.refreshLifetimeSeconds = settings.auth.refreshLifetime.seconds
        options.enrolmentLifetimeSeconds = settings.auth.enrolmentLifetime.seconds
        options.agents = agentOptions
        options.loginFailuresMax = settings.auth.loginFailuresMax
        options.loginWindowSeconds = settings.auth.loginWindow.seconds
        options.allowsRegistration = settings.auth.allowsRegistration
        return options
    }

    private var agentOptions: AgentListenerOptions {
        var options = AgentListenerOptions(host: settings.sync.listen.host, port: settings.sync.listen.port)
        options.publicAddress = settings.sync.publicAddress
        options.names = settings.sync.names
        if let certificate = settings.sync.certificateFile, let key = settings.sync.keyFile {
            options.tls = HubServerOptions.TLSFiles(certificate: certificate, key: key)
        }
        options.certificateLifeSeconds = settings.authority.certificateLifetime.seconds
        options.connectionsMax = settings.sync.connectionsMax
        return options
    }

    private func announce(_ port: Int) {
        let scheme = settings.http.certificateFile == nil ? "http" : "https"
        Terminal.say("Millwright hub: \(scheme)://\(NetworkName.of(settings.http.listen.host)):\(port)")
        notifier.notify("READY=1")
    }

    private func register(_ pool: PostgresPool, _ registry: MetricsRegistry) {
        registry.gauge("millwright_hub_pool_waiting", help: "Work that waits for a connection.") {
            Double(pool.counts.waiting)
        }
        registry.gauge("millwright_hub_pool_running", help: "Work on a connection.") { Double(pool.counts.running) }
        registry.gauge("millwright_hub_pool_connected", help: "Connections that stand.") {
            Double(pool.counts.connected)
        }
        registry.counter("millwright_hub_pool_refused_total", help: "Work refused because too much waited.") {
            Double(pool.counts.refused)
        }
    }
}
