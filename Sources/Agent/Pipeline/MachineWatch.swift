internal import AgentAutonomy
internal import AgentIngest
internal import AgentStore
internal import DeviceProfiles
internal import Runtime
internal import Telemetry

/// All that the plant thread keeps of one machine.
final class MachineWatch {
    let index: Int
    let key: MachineKey
    /// The revision of the router's machine that slots belong to.
    let revision: Int
    var guardian: MachineGuard
    var isConnected = false
    let firstSeen: Timestamp
    var lastSeen: Timestamp

    /// Whether the hub was told of the machine as it is now.
    var isReported = false
    /// How many metrics it had when it was.
    var reportedSlots = 0
    /// Whether it waits to be written with the next commit.
    var isChanged = false
    var savedAlarms: UInt64 = 0

    /// The newest time of any of its readings.
    var newest = Timestamp(microseconds: .min)
    /// What `newest` was when derived values were last recorded.
    var derivedAt = Timestamp(microseconds: .min)
    /// What `counts` of live rounds it was last part of; a machine that said nothing new is left out.
    var hasNews = false

    /// The profile that the machine's document assigns; what the device says of its own then does not count.
    var assignedProfile: String?
    /// The rules that its document gives it, which the guard's profile has taken as far as they can be read.
    let rules: [RuleDocument]
    /// Where the delivery of its forest stands.
    var forest = ForestDelivery()
    /// The safety latches that are set, for people.
    var latches: [String] = []
    /// Whether a person has to decide a conflict about it.
    var isConflicted = false
    /// The set-points that people have set.
    var setpoints: [Setpoint] = []
    /// Alerts that are put aside, with the end of it.
    var shelves: [AlertID: Timestamp] = [:]

    private var seriesBySlot: [SeriesIndex] = []
    private var guardSlots: [Int] = []
    private(set) var qualities: [Quality] = []
    private var derived: DerivedSeries?

    init(
        index: Int, revision: Int, guardian: MachineGuard, rules: [RuleDocument] = [], firstSeen: Timestamp,
        lastSeen: Timestamp
    ) {
        self.index = index
        self.key = guardian.key
        self.revision = revision
        self.guardian = guardian
        self.rules = rules
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }

    /// The series of a slot of the router's machine; nothing before `addSeries`.
    @inline(__always)
    func series(_ slot: Int) -> SeriesIndex? {
        slot < seriesBySlot.count && seriesBySlot[slot] >= 0 ? seriesBySlot[slot] : nil
    }

    /// Shows a new reading to the guard, unless its quality says that it means nothing.
    @inline(__always)
    func take(
        _ reading: DecodedReadings.Reading, at time: Timestamp, context: inout GuardContext,
        effects: inout [AutonomyEffect]
    ) {
        if time > newest || GuardClock.isLeftAhead(newest, by: time, now: context.now) { newest = time }
        hasNews = true
        qualities[reading.slot] = reading.quality
        guard reading.quality == .good || reading.quality == .uncertain, guardSlots[reading.slot] >= 0 else { return }
        guardian.observe(
            slot: guardSlots[reading.slot], value: reading.value, at: time, context: &context, effects: &effects)
    }

    /// The guard's slot of a slot of the router's machine.
    func guardSlot(_ slot: Int) -> Int? {
        slot < guardSlots.count && guardSlots[slot] >= 0 ? guardSlots[slot] : nil
    }

    /// Appends what the models say now to the store.
    func recordDerived(to store: AgentStore, now: Timestamp) {
        let hasForest = guardian.forestVersion != nil
        if derived?.metricCount != guardian.metrics.count || derived?.hasForest != hasForest {
            derived = DerivedSeries(of: self, store: store)
        }
        derived?.record(self, to: store, now: now)
    }

    /// Finds or makes the series of a slot that is new; nothing when the store takes no more.
    func addSeries(_ slot: Int, name metric: MetricName, unit: String, store: AgentStore) -> SeriesIndex? {
        while seriesBySlot.count <= slot {
            seriesBySlot.append(-1)
            guardSlots.append(-1)
            qualities.append(.good)
        }
        guard let series = store.series.index(machine: key, metric: metric, unit: unit) else { return nil }
        seriesBySlot[slot] = series
        guardSlots[slot] = guardian.slot(of: metric, unit: unit) ?? -1
        return series
    }
}
