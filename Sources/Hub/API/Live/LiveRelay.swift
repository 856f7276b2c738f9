internal import HubPlant
internal import HubStore
internal import Logging
internal import Runtime
internal import ServiceLifecycle
internal import Synchronization
internal import Telemetry

/// Brings live values to the screens of all hubs of a database, whichever of them took the round.
///
/// The screens of this hub are handed the values themselves. To the others it tells whose values came, gathered, and
/// only while another one has said that it has screens: a hub that is alone tells nothing. Those read the values of
/// what somebody looks at there.
final class LiveRelay: Service {
    private struct State {
        var waiting: Set<LiveNews.Entry> = []
        /// When each of the other hubs said last that it has screens.
        var screens: [UniqueID: Uptime] = [:]
        var announcedAt: Uptime?
        var told: UInt64 = 0
        var dropped: UInt64 = 0
    }

    /// The period in which news are gathered: each of them costs a commit, and a screen is drawn no faster.
    private static let gatherSeconds = 0.25
    private static let announceSeconds = 20.0
    /// Three announcements may be lost.
    private static let screensSeconds = 80.0
    private static let waitingMax = 65_536

    private let live: LiveHub
    private let telling: LiveTelling
    private let clock: any Clock
    private let logger: Logger
    private let hub: UniqueID
    private let state = Mutex(State())

    init(_ live: LiveHub, telling: LiveTelling, clock: any Clock, logger: Logger) {
        self.live = live
        self.telling = telling
        self.clock = clock
        self.logger = logger
        var random = SystemRandomNumberGenerator()
        hub = UniqueID.random(using: &random)
    }

    /// Lets all screens hear what a round brought; call it after its transaction has committed.
    func publish(_ events: [PlantEvent]) {
        live.publish(events)
        let now = clock.uptime()
        state.withLock { state in
            guard state.screens.values.contains(where: { now.seconds(since: $0) < Self.screensSeconds }) else { return }
            for entry in events.compactMap(\.entry) where !state.waiting.contains(entry) {
                if state.waiting.count < Self.waitingMax {
                    state.waiting.insert(entry)
                } else {
                    state.dropped += 1
                }
            }
        }
    }

    /// What came over the database, of this hub too.
    func hear(_ news: LiveNews) {
        guard news.hub != hub else { return }
        guard !news.entries.isEmpty else {
            let now = clock.uptime()
            return state.withLock { state in
                state.screens = state.screens.filter { now.seconds(since: $0.value) < Self.screensSeconds }
                state.screens[news.hub] = now
            }
        }
        if live.clientCount > 0 { live.publish(news.entries.map(\.event)) }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.tell()
                try? await Task.sleep(for: .seconds(Self.gatherSeconds))
            }
        }
    }

    /// Whose values the other hubs were told of.
    var toldCount: UInt64 { state.withLock { $0.told } }

    /// Whose values they were not told of, because too many waited or the database was away.
    var droppedCount: UInt64 { state.withLock { $0.dropped } }

    private func tell() async {
        let now = clock.uptime()
        let hasScreens = live.clientCount > 0
        let (entries, announces) = state.withLock { state in
            defer { state.waiting = [] }
            if !hasScreens { state.announcedAt = nil }
            let isDue = state.announcedAt.map { now.seconds(since: $0) >= Self.announceSeconds } ?? true
            if hasScreens, isDue { state.announcedAt = now }
            return (Array(state.waiting), hasScreens && isDue)
        }
        do {
            if announces { try await telling.tell(LiveNews(hub: hub)) }
            guard !entries.isEmpty else { return }
            try await telling.tell(LiveNews(hub: hub, entries: entries))
            state.withLock { $0.told += UInt64(entries.count) }
        } catch {
            state.withLock { state in
                state.dropped += UInt64(entries.count)
                if announces { state.announcedAt = nil }
            }
            logger.debug("other hubs cannot be told of live values", metadata: ["error": "\(error)"])
        }
    }
}

extension PlantEvent {
    /// What other hubs are told of what a round brought.
    fileprivate var entry: LiveNews.Entry? {
        switch kind {
        case .sensorUpdate(let machine, let factory, _, _): .machine(machine, factory: factory, of: tenant)
        case .notice(.agent(let agent)): .agent(agent, of: tenant)
        case .notice, .valuesElsewhere: nil
        }
    }
}

extension LiveNews.Entry {
    fileprivate var event: PlantEvent {
        switch self {
        case .machine(let machine, let factory, let tenant):
            PlantEvent(tenant: tenant, kind: .valuesElsewhere(machine: machine, factory: factory))
        case .agent(let agent, let tenant): PlantEvent(tenant: tenant, kind: .notice(.agent(agent)))
        }
    }
}
