public import AgentConsole
internal import AgentStore
public import Observability
internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Synchronization
internal import Telemetry

/// What other threads may see of the plant thread at any time: metrics, readiness, a heartbeat.
public final class PlantBoard: Sendable {
    let registry: MetricsRegistry
    let readingsStored: Counter
    let commitMessages: Histogram
    let rejected: LabelledMetric<Counter>
    let answersRefused: LabelledMetric<Counter>
    let modelsRefused: LabelledMetric<Counter>
    let clockOffset: Gauge
    private let credits: LabelledMetric<Gauge>
    private let counters: [(counter: Counter, read: @Sendable (PlantCounts) -> UInt64)]
    private let gauges: Gauges
    private let dependencies = Mutex<[Dependency]>([])
    private let beats = Atomic<UInt64>(0)

    private struct Gauges: Sendable {
        let backlogReadings, backlogEvents, backlogBytes, backlogAge, backlogLeft, segments: Gauge
        let storeBytes, storeBudget, diskFree, storeMode: Gauge
        let windowReadings, machines, hubReachable, brokerConnected: Gauge
        let syncPaused, clockRefused, conflictsOpen, backlogDocuments: Gauge
    }

    /// Registers the agent's metrics.
    public init(registry: MetricsRegistry) {
        self.registry = registry
        readingsStored = registry.counter(
            "millwright_agent_readings_stored_total", help: "Readings committed, without those that came twice.")
        commitMessages = registry.histogram(
            "millwright_agent_commit_messages", help: "Messages in one transaction.",
            bounds: [1, 3, 10, 30, 100, 300, 1_000])
        answersRefused = registry.labelledCounter(
            "millwright_agent_answers_refused_total", help: "Answers to rounds that were not used.", labels: ["code"])
        modelsRefused = registry.labelledCounter(
            "millwright_agent_models_refused_total", help: "Models of the hub that were not run.", labels: ["code"])
        rejected = registry.labelledCounter(
            "millwright_agent_rejected_total", help: "Messages that went to the quarantine.", labels: ["reason"])
        clockOffset = registry.gauge(
            "millwright_agent_clock_offset_seconds", help: "The hub's clock minus the agent's.")
        credits = Self.credits(in: registry)
        func counter(
            _ name: String, _ help: String, _ read: @escaping @Sendable (PlantCounts) -> UInt64
        ) -> (Counter, @Sendable (PlantCounts) -> UInt64) {
            (registry.counter("millwright_agent_\(name)_total", help: help), read)
        }
        counters = [
            counter("messages", "Messages taken from the broker.") { $0.messages },
            counter("duplicates", "Readings that were delivered again.") { $0.duplicates },
            counter("quarantine_dropped", "Rejected messages that were not kept, or no longer.") {
                $0.quarantineDropped &+ $0.quarantineTrimmed
            },
            counter("commits", "Transactions with messages in them.") { $0.commits },
            counter("commands_sent", "Commands published to devices.") { $0.commandsSent },
            counter("segments_sealed", "Segments sealed.") { $0.segmentsSealed },
            counter("rounds", "Rounds that the hub answered.") { $0.rounds },
            counter("rounds_failed", "Rounds without an answer.") { $0.roundsFailed },
            counter("readings_thinned", "Unsent readings that only aggregates are left of.") { $0.readingsThinned },
            counter("readings_dropped", "Unsent readings that were dropped for room.") { $0.readingsDropped },
            counter("sync_stalls", "Times that sync made no progress although it could.") { $0.syncStalls },
            counter("sync_stops", "Times that sync stopped with a code until it asks again.") { $0.syncStops },
            counter("relabellings", "Times that the folder became a new incarnation.") { $0.relabellings },
            counter("model_fetches_failed", "Models that could not be fetched and are tried again.") {
                $0.modelFetchesFailed
            },
            counter("disk_full", "Tries to store that found the disk full.") { $0.stuck },
            counter("given_back", "Times that messages went back to the broker, not taken.") { $0.givenBack },
        ]
        func gauge(_ name: String, _ help: String) -> Gauge {
            registry.gauge("millwright_agent_\(name)", help: help)
        }
        gauges = Gauges(
            backlogReadings: gauge("backlog_readings", "Sealed readings that the hub does not have."),
            backlogEvents: gauge("backlog_events", "Events that the hub does not have."),
            backlogBytes: gauge("backlog_bytes", "Bytes of segments and records that the hub does not have."),
            backlogAge: gauge("backlog_age_seconds", "Age of the oldest that the hub does not have."),
            backlogLeft: gauge(
                "backlog_seconds_left",
                "How long the backlog takes at the present rate; absent while that is not known."),
            segments: gauge("backlog_segments", "Segments that the hub does not have."),
            storeBytes: gauge("store_bytes", "Bytes of the agent's store."),
            storeBudget: gauge("store_budget_bytes", "Bytes that the store may take."),
            diskFree: gauge("disk_free_bytes", "Bytes free on the file system."),
            storeMode: gauge("store_mode", "New readings: 0 stored, 1 kept as aggregates, 2 only counted."),
            windowReadings: gauge("window_readings", "Readings that no segment holds yet."),
            machines: gauge("machines", "Machines that were heard of."),
            hubReachable: gauge("hub_reachable", "1 while the hub answers."),
            brokerConnected: gauge("broker_connected", "1 while connected to the broker."),
            syncPaused: gauge("sync_paused", "1 while a person has paused sync."),
            clockRefused: gauge("clock_refused", "1 while the hub's clock is refused, and its commands with it."),
            conflictsOpen: gauge("conflicts_open", "Conflicts that wait for a person."),
            backlogDocuments: gauge("backlog_documents", "Changes of documents that the hub does not have."))
    }

    private static func credits(in registry: MetricsRegistry) -> LabelledMetric<Gauge> {
        registry.labelledGauge(
            "millwright_agent_sync_credit_records",
            help: "What the hub takes of a stream in the next round; absent while that is not limited.",
            labels: ["stream"])
    }

    /// What the agent depends on.
    public var readiness: [Dependency] { dependencies.withLock { $0 } }

    /// How often the plant thread has come round; it stands still when the thread does.
    public var heartbeats: UInt64 { beats.load(ordering: .relaxed) }

    func publish(_ readiness: [Dependency]) {
        dependencies.withLock { $0 = readiness }
    }

    func noteTurn() {
        beats.wrappingAdd(1, ordering: .relaxed)
    }

    func update(from loop: PlantLoop) {
        for entry in counters { entry.counter.advance(to: entry.read(loop.counts)) }
        let backlog = (try? loop.store.backlog()) ?? .empty
        let disk = loop.store.disk
        gauges.backlogReadings.set(Double(backlog.readings))
        gauges.backlogEvents.set(Double(backlog.events))
        gauges.backlogBytes.set(Double(backlog.bytes))
        gauges.backlogAge.set(backlog.oldestAt.map { max(0, loop.now.seconds(since: $0)) } ?? 0)
        gauges.backlogLeft.set(known: loop.sync.session.secondsLeft(for: backlog.bytes))
        gauges.segments.set(Double(backlog.segments))
        gauges.storeBytes.set(Double(disk.used))
        gauges.storeBudget.set(Double(disk.budget))
        gauges.storeMode.set(Double(loop.store.mode.rawValue))
        gauges.diskFree.set(Double(disk.free))
        gauges.windowReadings.set(Double(loop.store.window.count))
        gauges.machines.set(Double(loop.watches.count))
        for stream in SyncStream.allCases {
            let credit = loop.sync.session.credits.first { $0.stream == stream }
            credits("\(stream)").set(known: credit.map { $0.isNothing ? 0 : Double($0.records) })
        }
        gauges.hubReachable.set(loop.hubState.isReachable ? 1 : 0)
        gauges.syncPaused.set(loop.sync.isPaused ? 1 : 0)
        gauges.clockRefused.set(loop.sync.session.clockDisagreement == nil ? 0 : 1)
        gauges.conflictsOpen.set(Double((try? loop.store.openConflicts()) ?? 0))
        let documents = loop.store.documentBacklog
        let unsent = documents.newest - min(loop.store.acknowledgedDocuments.seq, documents.newest)
        gauges.backlogDocuments.set(Double(unsent) + Double(documents.dirty))
        gauges.brokerConnected.set(loop.connection.isConnected ? 1 : 0)
    }
}
