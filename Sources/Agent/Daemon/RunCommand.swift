internal import AgentConsole
internal import AgentPipeline
internal import AgentStore
internal import ArgumentParser
internal import DeviceProfiles
internal import Glibc
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import Observability
internal import Runtime
internal import Settings
internal import SyncClient
internal import SyncCore

/// `millwright-agent run`: the agent itself, until SIGTERM or SIGINT.
///
/// Two threads do the work: the plant thread, and one event loop for the hub and the local page. This one only waits
/// for signals, wakes systemd's watchdog while the plant thread turns, and ends the others in order.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Run the agent (the default).")

    @OptionGroup var options: ConfigurationOption

    func run() throws {
        let configuration = options.load()
        ProcessSignals.block()  // before any thread is made, so that all of them inherit it
        let level = configuration.logLevel
        let logger = Logger(label: "agent") {
            JSONLogHandler(service: "millwright-agent", label: $0, level: level)
        }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            try run(configuration, logger, group)
            try group.syncShutdownGracefully()
        } catch {
            logger.critical("the agent cannot go on", metadata: ["error": "\(error)"])
            Console.fail("millwright-agent: \(error)", status: Self.exitStatus(of: error))
        }
    }

    private func run(
        _ configuration: AgentConfiguration, _ logger: Logger, _ group: MultiThreadedEventLoopGroup
    ) throws {
        let profilesFolder = configuration.profilesFolder
        let library = try ProfileLibrary.load(folder: profilesFolder)
        let registry = MetricsRegistry()
        ProcessMetrics.register(in: registry)
        let inbox = try PlantInbox()
        let board = PlantBoard(registry: registry)
        registry.counter("millwright_agent_mailbox_refused_total", help: "Messages to the plant thread refused.") {
            Double(inbox.refused)
        }
        let hub = hub(configuration, logger, group)
        var settings = configuration.plant
        settings.hubAddress = hub?.address
        let identity = IdentityFile(path: configuration.identityFile)
        settings.enrolled = {
            guard let known = (try? identity.read()) ?? nil else { return nil }
            return CommandAdmission(tenant: known.tenant, agent: known.agent, keys: known.commandKeys)
        }
        let plant = try PlantThread.start { [settings] in
            try PlantLoop(
                settings: settings, library: library, inbox: inbox, hub: hub?.link, board: board,
                clock: SystemClock(), logger: logger
            ) { try ProfileLibrary.load(folder: profilesFolder) }
        }
        let source = ConsoleBridge(inbox: inbox, board: board, registry: registry)
        let console: ConsoleServer
        do {
            console = try ConsoleServer.start(
                host: configuration.listen.host, port: configuration.listen.port, source: source, on: group)
        } catch {
            inbox.post(.stop)
            plant.join()
            throw error
        }
        let control: ControlServer
        do {
            control = try ControlServer.start(path: configuration.controlSocket, source: source, on: group)
        } catch {
            console.stop()
            inbox.post(.stop)
            plant.join()
            throw error
        }
        logger.info(
            "started",
            metadata: [
                "version": "\(AgentVersion.text)", "console": "\(configuration.listen)",
                "control": "\(configuration.controlSocket)",
                "profiles": "\(library.all.count)",
            ])
        superviseUntilEnd(plant, inbox, board, logger)
        control.stop()
        console.stop()
        if let failure = plant.failure { throw failure }
    }

    /// The way to the hub: where the configuration says, or where the hub said at the enrolment; without both the agent
    /// works alone.
    private func hub(
        _ configuration: AgentConfiguration, _ logger: Logger, _ group: MultiThreadedEventLoopGroup
    ) -> (link: HubClientLink, address: String)? {
        let identity = (try? IdentityFile(path: configuration.identityFile).read()) ?? nil
        guard let address = configuration.hub?.description ?? identity?.address else { return nil }
        if identity == nil { logger.warning("not enrolled at the hub yet; run `millwright-agent enrol`") }
        let link = HubClientLink(configuration, endpoint: configuration.hub, group: group, logger: logger)
        return (link, address)
    }

    /// Waits for signals and the plant thread's end.
    private func superviseUntilEnd(_ plant: PlantThread, _ inbox: PlantInbox, _ board: PlantBoard, _ logger: Logger) {
        let notifier = ServiceNotifier(environment: ConfigurationOption.environment)
        notifier.send("READY=1")
        var heartbeats = board.heartbeats
        while !plant.hasEnded {
            switch ProcessSignals.wait(seconds: notifier.watchdogSeconds.map { min(1, $0 / 3) } ?? 1) {
            case .stop:
                logger.info("stopping")
                notifier.send("STOPPING=1")
                inbox.post(.stop)
            case .reload: inbox.post(.reload)
            case .none: break
            }
            if board.heartbeats != heartbeats {
                heartbeats = board.heartbeats
                if notifier.watchdogSeconds != nil { notifier.send("WATCHDOG=1") }
            }
        }
        plant.join()
    }

    private static func exitStatus(of error: any Error) -> Int32 {
        switch error {
        case is ConfigurationMistakes: ConfigurationMistakes.exitStatus
        case StoreError.folderInUse: 75  // EX_TEMPFAIL
        default: 1
        }
    }
}
