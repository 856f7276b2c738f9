internal import AgentAutonomy
internal import AgentIngest
internal import AgentStore
public import DeviceProfiles
internal import Glibc
public import Logging
internal import MQTT
public import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// The agent's turn: one thread takes what the broker has, judges it, stores it, and only then acknowledges.
///
/// Nothing that a device was told is safe is ever lost: `broker.write()`, with which the acknowledgements leave, stands
/// after the commit and nowhere else. After a kill at any point the broker sends again what was not acknowledged, and
/// the store knows what it has already. While the disk is full nothing is read and nothing is acknowledged.
public final class PlantLoop {
    /// Takes messages until it is told to stop; throws what makes going on impossible.
    public func run() throws {
        beginSession()
        connect()
        while !isStopping {
            waitForWork()
            now = clock.now()
            uptime = clock.uptime()
            answerInbox()
            takeMessages()
            runHubCommands()
            if let damage { throw damage }
            guard try commit() else { continue }
            broker.write()  // the acknowledgements leave here, and nowhere before
            sendCommands()
            if uptime >= nextTick { tick() }
            if isTimeToSeal { seal() }
            stepSession()
            if let damage { throw damage }
        }
        try finish()
    }

    let settings: PlantSettings
    /// Of these, what the hub may change.
    var running: RunningSettings
    let store: AgentStore
    let inbox: PlantInbox
    let hub: (any HubLink)?
    let board: PlantBoard
    let scenarios: ScenarioDesk
    let clock: any Clock
    let logger: Logger
    let broker: MQTTClient
    let loadProfiles: @Sendable () throws -> ProfileLibrary

    // What a message passes through; see PlantLoopMessages.
    var router: TopicRouter
    var decoder: PayloadDecoder
    var decoded = DecodedReadings()
    var watches: ContiguousArray<MachineWatch> = []
    var effects: [AutonomyEffect] = []
    var context: GuardContext
    var commands = CommandLedger()
    /// Commands of the hub that are not over.
    var hubCommands: [DeviceCommandID: HubCommand] = [:]
    /// Those that wait until the hub has confirmed the folder.
    var commandHold = CommandHold(openAtStart: [])
    var commandExpiry = CommandExpiry()
    /// The newest write of each set-point that devices were told of, as far as it was looked at.
    var toldSetpoints: [MachineKey: [String: String]] = [:]
    var batch = CommitBatch()
    var changedWatches: [Int] = []
    var commandsChanged = false
    var counts = PlantCounts()
    /// The message of the quarantine that is taken again at this moment.
    var replay: QuarantineReplay?

    // Where the loop stands.
    var now: Timestamp
    var uptime: Uptime
    let startedAt: Timestamp
    var nextTick: Uptime
    var isStopping = false
    var isDrained = true
    var isStuck = false
    /// Why a message of this turn was not taken; see PlantLoopGivingBack.
    var untaken: (any Error)?
    /// The same for people, until messages are taken again.
    var storeTrouble: String?
    /// The store was found to be damaged while something was read: the next start sets it aside and saves what it can.
    var damage: StoreError?
    var connection = BrokerConnection()
    var windowOpenSince: Uptime?
    var sealing = SealingSize()
    var nextSealing: Uptime
    var nextDerived: Uptime
    var nextRoom: Uptime
    var nextShortfall: Uptime
    var liveTurn = LiveTurn()
    var nextModel = 0
    var nextJoint = 0
    /// The model that is being fetched; see PlantLoopModels.
    var fetching: (digest: Digest, since: Uptime)?
    var nextFetch = 0
    /// Forests that run once the transaction with their bytes is committed.
    var forestsToRun: [(machine: MachineKey, forest: StoredForest)] = []
    /// When the identity is read again: a renewal may have brought other keys.
    var nextIdentity: Uptime
    var random: SystemRandomNumberGenerator

    // The session with the hub; see PlantLoopSync.
    let sync: SyncShell
    var hubState = HubState()
    var decisions: [Decision] = []

    /// Opens the store and makes ready; nothing is taken before `run`.
    public init(
        settings: PlantSettings, library: ProfileLibrary, inbox: PlantInbox, hub: (any HubLink)?, board: PlantBoard,
        clock: any Clock, logger: Logger, loadProfiles: @escaping @Sendable () throws -> ProfileLibrary
    ) throws {
        self.settings = settings
        running = RunningSettings(settings)
        self.inbox = inbox
        self.hub = hub
        self.board = board
        scenarios = ScenarioDesk(clock: clock)
        scenarios.register(in: board.registry)
        self.clock = clock
        self.logger = logger
        self.loadProfiles = loadProfiles
        now = clock.now()
        uptime = clock.uptime()
        startedAt = now
        random = SystemRandomNumberGenerator()
        store = try AgentStore.open(folder: settings.folder, options: settings.store, now: now, random: &random)
        router = TopicRouter(
            library: library, limits: settings.ingest, seed: random.next(), defaultProfile: settings.defaultProfile)
        decoder = PayloadDecoder(limits: settings.ingest)
        context = GuardContext(
            now: now, uptime: uptime, hubReachable: false, random: SystemRandomNumberGenerator())
        sync = SyncShell(store: store, settings: settings.session, clock: clock, random: random)
        broker = try MQTTClient(options: settings.brokerOptions)
        (nextTick, nextSealing, nextDerived, nextRoom) = (uptime, uptime, uptime, uptime)
        nextIdentity = uptime.advanced(seconds: 60)
        nextShortfall = uptime
        broker.handler = self
        sync.surroundings = self
        try restore()
    }

    /// Waits until the broker, another thread or the clock has something, at most a second; not at all when more waits.
    private func waitForWork() {
        guard isDrained else { return }
        let events = Int16(POLLIN) | (!isStuck && broker.wantsWrite ? Int16(POLLOUT) : 0)
        var descriptors = [
            pollfd(fd: inbox.wakeUp.readEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: canRead ? broker.socket ?? -1 : -1, events: events, revents: 0),
        ]
        let due = isStuck ? connection.nextStuckTry : min(nextTick, sync.nextTick ?? nextTick)
        let seconds = min(1, due.seconds(since: clock.uptime()))
        _ = poll(&descriptors, 2, Int32(seconds * 1_000) + 1)
    }

    /// Takes what the broker has; a burst is given a moment to grow, because a commit costs for one as much as for
    /// many.
    private func takeMessages() {
        isDrained = true
        guard canRead else { return }
        let outcome = broker.readAvailable(maximum: batchLimit)
        defer { giveBackUntaken(messages: outcome.messages) }
        isDrained = outcome.isDrained
        guard isDrained, outcome.messages >= Self.burst, canRead, untaken == nil else { return }
        usleep(Self.gatherMicroseconds)
        isDrained = broker.readAvailable(maximum: batchLimit).isDrained
    }

    private static let burst = 3
    private static let gatherMicroseconds: UInt32 = 1_000

    /// Whether more messages may be taken: there is room on the disk and in the open window.
    private var canRead: Bool { !isStuck && roomToRead >= readingsPerMessageMax }

    /// Messages to read at once: fewer when the open window has little room left.
    private var batchLimit: Int { max(1, min(settings.batchMax, roomToRead / readingsPerMessageMax)) }

    /// libmosquitto does not stop in the middle of a TLS record, and so may read past the limit what one holds.
    private var roomToRead: Int { store.window.room - Self.readingsPerRecordMax }

    /// A record has 16 KiB, and a reading at least two bytes of it.
    private static let readingsPerRecordMax = 8_192

    private var readingsPerMessageMax: Int { settings.ingest.metricsPerMachineMax + 1 }
}
