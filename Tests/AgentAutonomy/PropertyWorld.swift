import AgentAutonomy
import AnalyticsTwin
import DeviceProfiles
import Runtime
import Telemetry

/// A machine, its surroundings and its people, driven by a seed, with what a watcher knows of them by its own count.
struct PropertyWorld {
    let profile: FirmwareProfile
    var machine: MachineGuard
    var context: GuardContext
    var random: SeededRandom
    /// Seconds that have truly passed, whatever the wall clock says.
    var seconds = 0.0
    /// The newest value of each metric and when it was heard; a restart forgets the value and waits from then on.
    var heard: [Int: (value: Double?, seconds: Double)] = [:]
    /// Since when the hub was found away whenever the guard was shown anything.
    var hubAwaySince: Double?
    private var readingTime = Plant.start

    static let key: MachineKey = {
        guard let key = MachineKey(factory: "north", machine: "pump-7") else { preconditionFailure("is a key") }
        return key
    }()

    init(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        profile = PropertyProfile.random(&random)
        machine = MachineGuard(key: Self.key, profile: profile)
        context = GuardContext(
            now: Plant.start, uptime: Uptime(nanoseconds: 1_000), hubReachable: true,
            random: SeededRandom(seed: random.next()))
        self.random = random
    }

    mutating func chance(_ part: Double) -> Bool { random.unit() < part }

    mutating func pick<Item>(_ items: [Item]) -> Item { items[Int(random.next() % UInt64(items.count))] }

    /// Something happens; what the guard wants because of it.
    mutating func step() -> [AutonomyEffect] {
        var effects: [AutonomyEffect] = []
        switch random.unit() {
        case ..<0.45: read(&effects)
        case ..<0.90: pass(pick([1, 1, 2, 5]), &effects)
        case ..<0.91: pass(pick([120, 700, 4_000, 20_000, 90_000]), &effects)
        case ..<0.93: context.hubReachable.toggle()
        case ..<0.945: machine.isLatched = chance(0.3)
        case ..<0.96: machine.setStatus(pick(MachineStatus.allCases), context: &context, effects: &effects)
        case ..<0.975:
            if let question = machine.openQuestions.first {
                let isAllowed = chance(0.5)
                machine.answer(question, isAllowed: isAllowed, by: "x", context: &context, effects: &effects)
            }
        case ..<0.985:
            context.now = context.now.advanced(seconds: pick([-90_000, -3_700, -30, -2, 2, 30, 3_700, 90_000]))
            // A second later it is seen; a clock that is set while the agent is down must be believed.
            pass(1, &effects)
        case ..<0.99: context.utcOffsetSeconds = pick([0, 3_600, -18_000, 43_200])
        default:
            restart()
            pass(1, &effects)
        }
        return effects
    }

    private mutating func lookForHub() {
        if context.hubReachable { hubAwaySince = nil } else if hubAwaySince == nil { hubAwaySince = seconds }
    }

    private mutating func read(_ effects: inout [AutonomyEffect]) {
        lookForHub()
        let slot = pick([0, 1, 1, 2])
        let value = pick(PropertyProfile.values[slot]) + random.unit()
        heard[slot] = (value, seconds)
        readingTime = readingTime.advanced(seconds: 0.001)
        machine.observe(slot: slot, value: value, at: readingTime, context: &context, effects: &effects)
    }

    private mutating func pass(_ length: Double, _ effects: inout [AutonomyEffect]) {
        seconds += length
        readingTime = readingTime.advanced(seconds: length)
        context.now = context.now.advanced(seconds: length)
        context.uptime = context.uptime.advanced(seconds: length)
        lookForHub()
        machine.tick(context: &context, effects: &effects)
    }

    /// A new process with what was stored, whose clock that only goes forward begins anew.
    private mutating func restart() {
        let (alarms, models, latch) = (machine.alarmSnapshot(), machine.modelSnapshot(), machine.isLatched)
        machine = MachineGuard(key: Self.key, profile: profile)
        machine.isLatched = latch
        context.uptime = Uptime(nanoseconds: 5_000)
        try? machine.restoreModels(models)
        try? machine.restoreAlarms(alarms, uptime: context.uptime)
        heard = heard.mapValues { _ in (nil, seconds) }
        hubAwaySince = nil
    }
}
