public import AnalyticsAnomaly
public import AnalyticsTwin
public import DeviceProfiles
internal import Runtime
public import Telemetry

/// All that watches over one machine: a score for each metric and one for all together, the calibrated twin, limits,
/// rules and what they have led to.
///
/// Pure: time, ids and whether the hub is there are handed in, and it acts the same without the hub. The caller shows
/// it every new reading in the order of arrival, and a tick each second. What comes back (`AutonomyEffect`) is stored
/// in one transaction with the readings and with `alarmSnapshot()`; so a restart neither repeats an alert or a decision
/// nor forgets one. Readings after which nothing happens cost no allocation.
public struct MachineGuard: Sendable {
    /// How the edge names the machine.
    public let key: MachineKey
    /// What is known about its kind.
    public let profile: FirmwareProfile
    /// What the operator set.
    public let settings: GuardSettings
    /// What the machine is allowed to do; the agent only ever makes it more restrictive.
    public internal(set) var status = MachineStatus.online
    /// The model of the machine, calibrated while it runs; nothing when its profile has none.
    public internal(set) var calibrated: CalibratedTwin?
    /// The model as it is calibrated now; nothing when its profile has none.
    public var twin: Twin? { calibrated?.twin }
    /// Rises whenever what `alarmSnapshot()` holds has changed.
    public internal(set) var alarmRevision: UInt64 = 0

    /// Whether a safety latch is set: then nothing that starts the machine is sent.
    public var isLatched = false

    var slots: [GuardSlot] = []
    /// The limits that people have set, over the profile's.
    var overlays: [LimitOverlay] = []
    var limits: [LimitMonitor]
    var rules: [RuleMonitor]
    var staleness = AlertLife()
    /// The alert of the machine's one score.
    var machineAnomaly: MachineAnomaly
    /// Alerts of limits that a newer profile no longer has; they end with the next tick.
    var orphans: [AlertLife] = []
    var policy = PolicyRecord()
    /// Actions that wait for the hub's word.
    var questions: [PendingQuestion] = []
    /// Since when the hub has not answered, as far as this process knows.
    var hubAwaySince: Uptime?
    var clock = GuardClock()
    var roles: GuardRoles
    /// What twin and joint detector are shown.
    var rows = RowAssembly()
    var joint: JointMonitor
    /// Nothing until the hub has the machine run one.
    var forest: ForestMonitor?
    /// One bit a slot: which are in rows, and which of these are scored.
    var rowSlots: UInt64 = 0
    var scoredSlots: UInt64 = 0
    /// Places of the rules that look at the machine's score.
    let jointRules: [Int]
    /// Places of the rules that look at the forest's score.
    let forestRules: [Int]

    /// A guard that has seen nothing.
    public init(key: MachineKey, profile: FirmwareProfile, settings: GuardSettings = GuardSettings()) {
        self.key = key
        self.profile = profile
        self.settings = settings
        calibrated = profile.twin.map { CalibratedTwin(parameters: $0) }
        joint = JointMonitor(alarmRate: 1 - (profile.anomaly.warningScore ?? settings.anomalyScore))
        limits = LimitMonitor.monitors(of: profile.limits, metrics: profile.metrics)
        rules = profile.rules.filter { profile.metrics.indices.contains($0.slot) }.map {
            RuleMonitor(rule: $0, intervalSeconds: profile.metrics[$0.slot].intervalSeconds)
        }
        let slowest = profile.metrics.lazy.filter(\.isScored).map(\.intervalSeconds).max() ?? 0
        machineAnomaly = MachineAnomaly(profile.anomaly, intervalSeconds: slowest)
        jointRules = rules.enumerated().filter { $0.element.policy?.looksAtMachineScore ?? false }.map(\.offset)
        forestRules = rules.enumerated().filter { $0.element.policy?.looksAtForestScore ?? false }.map(\.offset)
        roles = GuardRoles()
        slots.reserveCapacity(min(Self.metricsMax, profile.metrics.count))
        for metric in profile.metrics.prefix(Self.metricsMax) { add(metric) }
    }

    /// Metrics that a guard keeps; a device with more has the others stored but not watched.
    public static let metricsMax = 64

    /// Takes a new reading: its quality is good or uncertain, and it is no duplicate.
    ///
    /// A reading that is older than the newest of its metric (late) changes nothing here: alarms are about now. But
    /// where that newest one lies ahead of the clock, the clock was wrong then, and the reading counts. One that is not
    /// finite, or of a slot that does not exist, is left alone too.
    public mutating func observe(
        slot: Int, value: Double, at time: Timestamp, context: inout GuardContext, effects: inout [AutonomyEffect]
    ) {
        guard slots.indices.contains(slot), value.isFinite else { return }
        notice(context)
        slots[slot].heard = context.uptime
        if let newest = slots[slot].time, time < newest {
            guard GuardClock.isLeftAhead(newest, by: time, now: context.now) else { return }
            turnBack(slot, from: newest, to: time)
        }
        gather(slot, value, time, &context, &effects)
        slots[slot].hear(value, at: time)
        if scoredSlots >> UInt64(slot) & 1 == 1 { score(slot, value, time, &context, &effects) }
        if !slots[slot].limits.isEmpty { checkLimits(slot, value, time, &context, &effects) }
        if !slots[slot].rules.isEmpty { checkRules(slot, value, time, &context, &effects) }
        if !slots[slot].policies.isEmpty { checkPolicies(slot: slot, value, time, &context, &effects) }
        slots[slot].learnUsual(value, at: time)
    }

    /// The slot of a metric: its place in the profile, or a place after those for a profile that takes any metric.
    ///
    /// Nothing when the profile does not know it and takes no others, or there is no more room.
    public mutating func slot(of metric: MetricName, unit: String) -> Int? {
        if let known = slots.firstIndex(where: { $0.definition.name == metric }) { return known }
        guard profile.acceptsAnyMetric, slots.count < Self.metricsMax else { return nil }
        add(MetricDefinition(name: metric, unit: unit, intervalSeconds: 0))
        if !overlays.isEmpty { applyOverlays() }
        return slots.count - 1
    }

    /// The metrics by slot.
    public var metrics: [MetricName] { slots.map(\.definition.name) }

    /// The score and band of the newest reading of a metric; nothing for a metric that is not scored.
    public func score(slot: Int) -> MetricScore? {
        slots.indices.contains(slot) && slots[slot].scorer != nil ? slots[slot].score : nil
    }

    /// The newest reading of a metric; nothing before the first.
    public func latest(slot: Int) -> (value: Double, time: Timestamp)? {
        guard slots.indices.contains(slot), let time = slots[slot].time else { return nil }
        return (slots[slot].value, time)
    }

    /// The calibrated score of the machine: its worst metric's, corrected for the number of metrics.
    public var machineScore: MachineScore {
        var combined = MachineScore()
        for (index, slot) in slots.enumerated() where slot.scorer != nil { combined.add(slot.score, slot: index) }
        return combined
    }

    /// Alerts that are active, or returned and not yet acknowledged; at most one a limit, a rule, a metric's score,
    /// the machine's score, and silence.
    public var openAlerts: [Alert] {
        let scores = slots.compactMap { $0.anomaly?.life } + [machineAnomaly.life]
        let lives = limits.map(\.life) + rules.map(\.life) + scores + [staleness] + orphans
        return lives.compactMap(\.alert).filter { $0.state != .normal }
    }

    private mutating func add(_ metric: MetricDefinition) {
        let place = slots.count
        var slot = GuardSlot(
            definition: metric, limits: limits.indices.filter { limits[$0].slot == place },
            rules: rules.indices.filter { rules[$0].policy == nil && rules[$0].rule.slot == place },
            policies: rules.indices.filter { rules[$0].looks(at: place) })
        if rules.contains(where: { $0.rule.slot == place }) { slot.evidence = EvidenceRing() }
        roles.assign(metric.role, slot: place)
        rows.addSlot()
        if metric.isScored { scoredSlots |= 1 << UInt64(place) }
        if metric.isScored || metric.role != nil { rowSlots |= 1 << UInt64(place) }
        let usesBaseline =
            profile.limits.contains { $0.slot == place && $0.threshold.isOfBaseline }
            || profile.rules.contains { $0.usesBaseline(of: place) }
        if usesBaseline {
            let rated = roles.power == place ? profile.twin?.ratedPower : nil
            slot.baseline = Baseline(stated: metric.baseline, fallback: rated)
        }
        if metric.isScored, profile.twin != nil, place == roles.temperature || place == roles.vibration {
            slot.residual = StreamingScorer(resolution: metric.deadband)
        }
        if metric.isScored {
            let scored = max(1, profile.metrics.count(where: \.isScored))
            let asked = profile.anomaly.warningScore ?? settings.anomalyScore
            slot.anomaly = AnomalyMonitor(
                slot: place, warningScore: AnomalyMonitor.score(asked: asked, metrics: scored),
                definition: profile.anomaly, intervalSeconds: metric.intervalSeconds)
        }
        slots.append(slot)
        placeInForest(place)
    }
}
