import AgentStore
import Runtime
import SimulatedDisk
import SyncCore
import SyncWire
import Telemetry

/// One life of an agent's process: the real store and the real session, and a loop with the order of `PlantLoop`.
final class GatewayProcess: SyncSurroundings {
    let store: AgentStore
    let shell: SyncShell
    let lifeline: Lifeline
    /// Rounds that are to be sent, and how long each may take.
    var sending: [(request: RoundRequest, deadlineSeconds: Double)] = []
    var reports: [SessionReport] = []
    /// Connections to the hub so far; what is under way on an older one is given up.
    private(set) var connection = 0

    /// When the hub took the newest round whose answer came, by the hub's clock.
    var heardHubAt = Timestamp(microseconds: .min)

    /// Whether it found its store damaged, and is to end.
    private(set) var isDamaged = false

    let clock: any Clock
    var commands: GatewayCommands
    var batch = CommitBatch()
    private let device: Int
    private var taken: [DeviceMessage] = []
    private var admitted: [DeviceMessage.Reading] = []
    private var newestEvent: Int

    init(
        disk: SimulatedDisk, lifeline: Lifeline, device: Int, options: StoreOptions, session: SessionSettings,
        clock: any Clock, agent: AgentID, random: inout SeededRandom
    ) throws {
        self.lifeline = lifeline
        self.clock = clock
        self.device = device
        store = try AgentStore.open(
            folder: Self.folder, options: options, now: clock.now(), random: &random, disk: disk)
        shell = SyncShell(
            store: store, settings: session, clock: clock, random: SeededRandom(seed: random.next()))
        let known = try store.state(Self.state(device)) ?? []
        newestEvent = Int(String(decoding: known, as: UTF8.self)) ?? 0
        store.commandAdmission = HubTables.admission(for: agent)
        commands = try GatewayCommands(store, clock: clock, seed: UInt64(newestEvent), batch: &batch)
        shell.surroundings = self
        try shell.begin()
    }

    /// One turn: take, commit, and only then acknowledge.
    func turn(_ device: inout SimulatedDevice) {
        take(device.waiting)
        let heard = clock.uptime()
        commands.run(
            store, device.controls, shell.session, heardHubAt: heardHubAt, clock: clock, batch: &batch)
        if planted(.acknowledgeBeforeCommit) { acknowledge(&device) }
        if planted(.sendsBeforeDurable) { sendCommands(&device.controls) }
        if commit() {
            acknowledge(&device)
            device.controls.acknowledge(through: heard)
            sendCommands(&device.controls)
            commands.tick(batch: &batch)
        } else if planted(.acknowledgesWhatIsNotStored) {
            acknowledge(&device)
        }
        shell.step()
    }

    /// The agent has decided to write something; it is durable with the next commit.
    func intend(_ edit: DocumentEdit) {
        batch.documents.append(edit)
    }

    /// Moves the open window into a segment.
    func seal() {
        guard store.window.committed == store.window.count else { return }
        _ = try? store.seal(at: clock.now())
        shell.step()
    }

    func makeRoom(isUrgent: Bool = false) {
        // A few at a time, so that much happens while the walk is under way.
        _ = try? store.sweepFiles(count: 4)
        _ = try? store.makeRoom(at: clock.now(), sparing: shell.inFlight, isUrgent: isUrgent)
        flush()
        shell.step()
    }

    /// Says what was not stored while room was short.
    private func flush() {
        try? store.flushShortfall(at: clock.now())
    }

    private func take(_ messages: [DeviceMessage]) {
        for message in messages where !taken.contains(where: { $0.number == message.number }) {
            for reading in message.readings { take(reading) }
            taken.append(message)
            guard message.number > newestEvent else { continue }
            newestEvent = message.number
            if let payload = message.payload(device: device, at: clock.now()) { batch.events.append(payload) }
            batch.states.removeAll { $0.name == Self.state(device) }
            batch.states.append(NamedState(name: Self.state(device), body: Array(String(newestEvent).utf8)))
        }
    }

    private func take(_ reading: DeviceMessage.Reading) {
        guard
            let series = store.series.index(
                machine: DeviceMessage.machine(device), metric: DeviceMessage.metric(reading.metric), unit: "kW"),
            let admission = try? store.admit(series: series, time: reading.time, value: reading.value)
        else { return }
        if admission == .new { store.append(series: series, time: reading.time, value: reading.value, quality: 0) }
        if admission == .new || admission == .duplicate { admitted.append(reading) }
    }

    /// False when there is no room; then nothing is forgotten, and the same is tried again.
    private func commit() -> Bool {
        if let state = commands.snapshot() {
            batch.states.removeAll { $0.name == state.name }
            batch.states.append(state)
        }
        do {
            try store.commit(batch, at: clock.now())
            commands.committed()
            batch.removeAll()
            return true
        } catch {
            if error == .diskFull { makeRoom(isUrgent: true) }
            noteStoreFailure("cannot commit", error)
            return false
        }
    }

    private func acknowledge(_ device: inout SimulatedDevice) {
        device.admitted.formUnion(admitted)
        admitted = []
        for message in taken where lifeline.spend() { device.acknowledge(message.number) }
        taken = []
    }

    // MARK: What the session asks for

    func send(_ request: RoundRequest, deadlineSeconds: Double) {
        if lifeline.spend() { sending.append((request, deadlineSeconds)) }
    }

    func resetConnection() {
        connection += 1
    }

    func liveBatch(machinesMax: Int) -> LiveBatch? { nil }

    func note(_ report: SessionReport) {
        reports.append(report)
    }

    func noteSettled(_ settlement: Settlement) {}

    /// As in the agent: damage ends it, and the next start sets the store aside.
    func noteStoreFailure(_ what: String, _ error: StoreError) {
        if case .damaged = error { isDamaged = true }
    }

    static let folder = "data"
    private static func state(_ device: Int) -> String { "device/\(device)" }
}
