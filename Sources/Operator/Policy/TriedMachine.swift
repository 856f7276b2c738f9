internal import AgentAutonomy
internal import DeviceProfiles
internal import Runtime
internal import Telemetry

/// One machine of recorded data under its guard.
struct TriedMachine {
    private static let silenceMax: Double = 604_800
    private static let gapsKept = 1_001

    private let label: String
    private let options: PolicyTrial.Options
    private var guardian: MachineGuard
    private var context: GuardContext
    private let begin: Timestamp
    private var effects: [AutonomyEffect] = []
    /// When the agent took it out of service.
    private var leftAt: Timestamp?
    private var active: Set<AlertID> = []
    private var alarmSince: Timestamp?
    private var gaps: [Double] = []
    /// Effects that were looked at already.
    private var noted = 0
    /// Decisions that asked the hub, and the rules whose question has no conclusion yet.
    private var asked: Set<DecisionID> = []
    private var waiting: Set<String> = []

    private(set) var alarmSeconds = 0.0
    private(set) var lateRows = 0

    init(_ label: String, _ profile: FirmwareProfile, _ options: PolicyTrial.Options, from time: Timestamp) throws {
        guard let key = MachineKey(factory: "recorded", machine: label.isEmpty ? "machine" : label) else {
            throw CommandFailure("NAME_INVALID", "\(Screen.plain(label)) can be no machine's name")
        }
        self.label = label
        self.options = options
        guardian = MachineGuard(key: key, profile: profile)
        guardian.isLatched = options.isLatched
        if let forest = options.forest { try guardian.take(forest, version: 1) }
        context = GuardContext(
            now: time, uptime: Uptime(nanoseconds: 1), hubReachable: options.isHubThere, random: SeededRandom(seed: 1))
        context.utcOffsetSeconds = options.utcOffsetSeconds
        begin = time
    }

    /// The length of the data.
    var seconds: Double { context.now.seconds(since: begin) }

    /// How many whole rows the forest's score was calibrated with, at most as many as it takes.
    var forestRows: (known: Int, needed: Int)? { guardian.forestRows }

    /// The usual time between two rows.
    var usualGap: Double? { gaps.isEmpty ? nil : gaps.sorted()[gaps.count / 2] }

    mutating func take(_ readings: [(slot: Int, value: Double)], at time: Timestamp, hub: Bool?) -> [TriedDecision] {
        let gap = time.seconds(since: context.now)
        if gap < 0 { lateRows += 1 }
        if gap > 0, gaps.count < Self.gapsKept { gaps.append(gap) }
        pass(until: time)
        if let hub { context.hubReachable = hub }
        for reading in readings {
            guardian.observe(
                slot: reading.slot, value: reading.value, at: time, context: &context, effects: &effects)
        }
        return taken()
    }

    /// Lets the hub's time to answer run out, and closes the account of the alarms.
    mutating func finish() -> [TriedDecision] {
        let end = context.now
        if !guardian.openQuestions.isEmpty { pass(until: end.advanced(seconds: 301)) }
        let made = taken()
        if let alarmSince { alarmSeconds += max(0, end.seconds(since: alarmSince)) }
        context.now = end
        return made
    }

    private mutating func pass(until time: Timestamp) {
        let gap = time.seconds(since: context.now)
        guard gap > 0 else { return }
        let step = gap > 600 ? 10.0 : 1
        var passed = 0.0
        while passed + step < min(gap, Self.silenceMax) {
            passed += step
            move(seconds: step)
            tick()
        }
        move(seconds: gap - passed)
        context.now = time
        tick()
    }

    private mutating func move(seconds: Double) {
        context.now = context.now.advanced(seconds: seconds)
        context.uptime = context.uptime.advanced(seconds: seconds)
    }

    private mutating func tick() {
        if let left = leftAt, context.now.seconds(since: left) >= options.returnAfterSeconds {
            guardian.setStatus(.online, context: &context, effects: &effects)
            leftAt = nil
        }
        guardian.tick(context: &context, effects: &effects)
        noteEffects()
    }

    /// The decisions among what the guard wanted since the last call.
    private mutating func taken() -> [TriedDecision] {
        noteEffects()
        guard !effects.isEmpty else { return [] }
        let starts = effects.indices.filter { if case .decision = effects[$0] { true } else { false } }
        let made = starts.enumerated().compactMap { order, start -> TriedDecision? in
            guard case .decision(let decision) = effects[start] else { return nil }
            let end = order + 1 < starts.count ? starts[order + 1] : effects.endIndex
            var followed = TriedDecision.Followed()
            for effect in effects[start..<end] {
                if case .action(let action) = effect { followed.refusal = action.reason }
                if case .command = effect { followed.isSent = true }
            }
            followed.isAsked = asked.remove(decision.id) != nil
            followed.isAnswer = !followed.isAsked && waiting.remove(decision.rule) != nil
            if followed.isAsked { waiting.insert(decision.rule) }
            let rule = guardian.profile.rules.first { $0.name == decision.rule }
            return TriedDecision(machine: label, decision: decision, rule: rule, followed: followed)
        }
        effects.removeAll(keepingCapacity: true)
        noted = 0
        return made
    }

    private mutating func noteEffects() {
        for effect in effects[noted...] {
            switch effect {
            case .alert(let alert):
                if alert.state.isActive { active.insert(alert.id) } else { active.remove(alert.id) }
                if active.isEmpty, let since = alarmSince {
                    alarmSeconds += max(0, context.now.seconds(since: since))
                    alarmSince = nil
                } else if !active.isEmpty, alarmSince == nil {
                    alarmSince = context.now
                }
            case .status(let status, _, _): leftAt = status == .online ? nil : context.now
            case .decision(let decision):
                if guardian.openQuestions.contains(decision.id) { asked.insert(decision.id) }
            case .command, .action, .withheld: break
            }
        }
        noted = effects.count
    }
}
