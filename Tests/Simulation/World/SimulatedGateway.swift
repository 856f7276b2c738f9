import AgentStore
import Runtime
import SimulatedDisk
import SyncCore
import SyncWire
import Telemetry

/// A gateway beside its machine: a disk and a clock that outlive the agent's process.
final class SimulatedGateway {
    let number: Int
    let agent: AgentID
    var device: SimulatedDevice
    var disk: SimulatedDisk
    let clock: GatewayClock
    /// A copy of the disk, and how much the device had been told when it was made.
    var backup: (disk: SimulatedDisk, acknowledgements: Int, branch: FolderBranches.Fork)?
    /// Whether its folder is not one unbroken life: restored, copied or damaged.
    var isBroken = false
    /// Whether the disk keeps what was synced.
    var isDiskTrusted = true
    private(set) var process: GatewayProcess?
    /// Counts processes, so that what was meant for an older one is known.
    private(set) var life = 0
    /// Incarnations that were ever seen here, in their order.
    private(set) var incarnations: [IncarnationID] = []
    private(set) var reports: [SessionReport] = []
    private(set) var setAside = 0
    /// Why it did not start the last time that it did not.
    private(set) var startFailure = ""
    var fate = PowerLoss.everythingSurvives
    /// A write of which nobody knows whether it is durable, because the process died within it.
    struct Doubt {
        var key: DocumentKey
        var before: Document
        var replica: ReplicaID
    }

    var doubt: Doubt?
    var cutsRequests = false
    var cutsAnswers = false
    /// How its store is kept when nothing is wrong.
    let budgetBytes: UInt64
    var options: StoreOptions
    private let session: SessionSettings
    private var random: SeededRandom
    /// When the agent is to be woken next; a wake for another time is stale.
    var wakeAt: Uptime?

    init(_ number: Int, agent: AgentID, options: StoreOptions, session: SessionSettings, seed: UInt64, now: Uptime) {
        self.number = number
        self.agent = agent
        self.options = options
        budgetBytes = options.budgetBytes
        self.session = session
        random = SeededRandom(seed: seed)
        disk = SimulatedDisk(seed: random.next())
        device = SimulatedDevice(number)
        clock = GatewayClock(at: now)
    }

    /// Starts the agent; false when it did not come up, because of a full disk or of a crash on the way.
    func start() -> Bool {
        guard process == nil else { return true }
        life += 1
        wakeAt = nil
        let lifeline = Lifeline()
        disk.power(on: lifeline)
        do {
            let process = try GatewayProcess(
                disk: disk, lifeline: lifeline, device: number, options: options, session: session, clock: clock,
                agent: agent, random: &random)
            self.process = process
            if incarnations.last != process.store.incarnation { incarnations.append(process.store.incarnation) }
            if process.store.opening.setAside != nil {
                setAside += 1
                device.doubt()
            }
            return true
        } catch {
            startFailure = "\(error)"
            stop(.everythingSurvives)
            return false
        }
    }

    /// The process is gone; what the disk keeps of its last writes is up to the fate.
    func stop(_ fate: PowerLoss) {
        collectReports()
        process?.lifeline.end()
        process = nil
        if disk.lies > 0, fate != .everythingSurvives {
            // What was told to be safe may be gone, and with it that it was sent.
            (isBroken, isDiskTrusted) = (true, false)
            device.doubt()
        }
        disk.crash(fate)
    }

    /// Whether the process died within what it was just doing, or ended because of its store; then it is buried.
    func buryIfDead() -> Bool {
        guard let process, process.lifeline.isDead || process.isDamaged else { return false }
        stop(process.lifeline.isDead ? fate : .everythingSurvives)
        return true
    }

    func collectReports() {
        guard let process else { return }
        reports += process.reports
        process.reports.removeAll(keepingCapacity: true)
    }

    func turn() {
        process?.turn(&device)
    }

    /// Whether its session waits for a person.
    var isStopped: Bool {
        if case .quarantined = process?.shell.session.state { true } else { false }
    }

    /// Whether the hub has all of it, as far as the agent knows.
    var isDrained: Bool {
        guard let process else { return false }
        let store = process.store
        return device.waiting.isEmpty && store.window.count == 0 && store.unsentTotals.segments == 0
            && store.acknowledgedEvents.seq == store.eventHead.seq
            && (areDocumentsDrained || process.shell.session.apart != nil)
    }

    /// Of a copy that does not speak for its agent the hub takes no documents.
    private var areDocumentsDrained: Bool {
        guard let store = process?.store else { return false }
        return store.acknowledgedDocuments.seq == store.documentBacklog.newest && store.documentBacklog.dirty == 0
    }
}
