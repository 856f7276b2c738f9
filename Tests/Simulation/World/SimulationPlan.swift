import Runtime
import SimulatedDisk
import SyncWire

/// All that is to happen in the world of a seed, in order of time.
struct SimulationPlan {
    let seed: UInt64
    var traits: SimulationTraits
    /// What happens, seconds after the beginning.
    var steps: [(at: Double, step: SimulationStep)] = []

    /// When the backup was made that is put back, and when that is.
    private var restored: (backup: Double, restore: Double)?
    private var random: SeededRandom
    private var messages: [Int]
    /// All that each device has said, for it says some of it again.
    private var said: [[DeviceMessage.Reading]]

    init(seed: UInt64) {
        self.seed = seed
        random = SeededRandom(seed: seed)
        traits = SimulationTraits(&random)
        messages = Array(repeating: 0, count: traits.gateways + 1)
        said = Array(repeating: [], count: traits.gateways + 1)
        var at = 0.0
        for _ in 0..<traits.steps {
            at += random.unit() * 2 * traits.paceSeconds
            steps.append((at, step()))
        }
        if traits.clones { addClone() }
        if traits.restores { addRestore() }
        var people = PeoplePlan(seed: seed, traits)
        steps += people.steps(over: at)
        if let (backup, restore) = restored {
            steps += people.waiting(overBackupAt: backup, until: restore)
        }
        steps.sort { $0.at < $1.at }
    }

    /// A backup of the first gateway is put back; in half of all cases it has work that is not sent, and goes on
    /// with it before it hears of the hub.
    private mutating func addRestore() {
        let (early, late) = (steps.count / 4, steps.count * 2 / 3)
        let isAlone = random.isTrue(0.5)
        let isSqueezed = isAlone && random.isTrue(0.5)
        let (backup, restore) = (steps[isSqueezed ? late / 2 : early].at, steps[late].at)
        restored = (backup, restore)
        let span = traits.paceSeconds * 6
        var added: [(at: Double, step: SimulationStep)] = [(backup, .backup(gateway: 0))]
        var squeeze: SimulationStep.Squeeze?
        if isSqueezed {
            squeeze = .init(part: 0.8 + 0.002 * Double(random.below(80)), seconds: span * 2)
            added += unsentWork(before: backup)
        } else if isAlone {
            added += [cut(max(0, backup - span), seconds: span), (max(0, backup - span / 2), .seal(gateway: 0))]
        }
        if isAlone { added.append(cut(restore, seconds: span)) }
        added.append((restore, .restore(gateway: 0, squeeze: squeeze)))
        if isAlone {
            added.append((restore, .seal(gateway: 0)))
            added += (1...3).map { (restore + span * Double($0) / 4, .makeRoom(gateway: 0)) }
        }
        // What is added at the moment of a step comes before it.
        steps = (added + steps).sorted { $0.at < $1.at }
    }

    /// Many segments that the hub has not heard of: where room is short, what was put back packs and thins them before
    /// it hears that its other branch has sent them as they were.
    private mutating func unsentWork(before backup: Double) -> [(at: Double, step: SimulationStep)] {
        let earlier = steps.filter { $0.at < backup }
        guard !earlier.isEmpty else { return [] }
        let alone = earlier[random.below(earlier.count)].at
        let seals = earlier.compactMap { step -> (at: Double, step: SimulationStep)? in
            guard case .publish(gateway: 0, _) = step.step, step.at >= alone else { return nil }
            return (step.at.nextUp, .seal(gateway: 0))
        }
        return [cut(alone, seconds: backup - alone)] + seals
    }

    private func cut(_ at: Double, seconds: Double) -> (at: Double, step: SimulationStep) {
        (at, .cut(gateway: 0, requests: true, answers: true, seconds: seconds))
    }

    /// From a third of the time on there is a copy of the first gateway, beside devices of its own.
    private mutating func addClone() {
        let copied = steps.count / 3
        steps.insert((steps[copied].at, .clone(gateway: 0)), at: copied)
        let copy = traits.gateways
        for index in (copied + 1)..<steps.count where random.isTrue(0.4) {
            switch steps[index].step {
            case .publish(gateway: 0, _): steps[index].step = .publish(gateway: copy, messages: talk(copy))
            case .seal(gateway: 0): steps[index].step = .seal(gateway: copy)
            case .crash(gateway: 0, let effects, let fate, let seconds):
                steps[index].step = .crash(gateway: copy, afterEffects: effects, fate: fate, downSeconds: seconds)
            default: break
            }
        }
    }

    private mutating func step() -> SimulationStep {
        let gateway = random.below(traits.gateways)
        let span = traits.paceSeconds * (1 + random.unit() * 12)
        switch random.below(100) {
        case 0..<44: return .publish(gateway: gateway, messages: talk(gateway))
        case 44..<57: return .seal(gateway: gateway)
        case 57..<62: return .makeRoom(gateway: gateway)
        case 62..<72 where traits.crashes: return crash(gateway)
        case 72..<77:
            let isOneWay = random.isTrue(0.5)
            let requests = random.isTrue(0.5)
            return .cut(
                gateway: gateway, requests: !isOneWay || requests, answers: !isOneWay || !requests, seconds: span)
        case 77..<79: return .hubDown(seconds: span)
        case 79..<82:
            let retry = random.pick([nil, traits.paceSeconds / 2, traits.paceSeconds * 3])
            return .hubRefuses(status: random.pick([429, 503, 500, 413]), retryAfterSeconds: retry, seconds: span)
        case 82..<84: return .hubHolds(stream: random.pick([nil, .events, .telemetry]), seconds: span)
        case 84..<86:
            return .hubCredits(
                stream: random.pick([.events, .telemetry, .documents]), records: UInt64(random.below(3)), seconds: span)
        case 86..<89 where traits.clockJumps: return .jump(gateway: gateway, seconds: jump())
        case 89..<92 where traits.fullDisks:
            return .fill(gateway: gateway, freeBytes: random.below(60_000), seconds: span)
        case 92..<94 where traits.damagedPages:
            return .damage(gateway: gateway, file: random.pick(["core.db", "core.db-wal", "segments"]))
        case 94..<97: return .syncRequested(gateway: gateway)
        default: return .publish(gateway: gateway, messages: talk(gateway))
        }
    }

    private mutating func crash(_ gateway: Int) -> SimulationStep {
        .crash(
            gateway: gateway, afterEffects: random.below(random.pick([4, 40, 400])),
            fate: traits.powerLoss ? random.pick(PowerLoss.allCases) : .everythingSurvives,
            downSeconds: random.unit() * 2 * traits.paceSeconds)
    }

    private mutating func jump() -> Double {
        let years = 365.0 * 86_400 * (random.unit() * 20)
        return random.pick([-1, 1]) * random.pick([1, 400, 86_400 * random.unit() * 60, years])
    }

    private mutating func talk(_ gateway: Int) -> [DeviceMessage] {
        (0..<(1 + random.below(4))).map { _ in message(gateway) }
    }

    private mutating func message(_ gateway: Int) -> DeviceMessage {
        messages[gateway] += 1
        let number = messages[gateway]
        let second: Int64 = 1_000_000
        var readings: [DeviceMessage.Reading] = []
        for _ in 0..<random.below(6) {
            let metric = random.below(3)
            // Late ones fall between those that came in time, so that no two readings are the same.
            let isLate = random.isTrue(0.1)
            let slot = Int64(isLate ? max(1, number - random.below(20)) : number) * 10
            let time = (1_763_712_000 + slot) * second + (isLate ? Int64(500_000 + number * 8) : 0)
            let place = time + Int64(readings.count)
            readings.append(.init(metric: metric, time: place, value: Double(random.below(10_000)) / 8))
        }
        said[gateway] += readings
        if traits.repeats, !said[gateway].isEmpty, random.isTrue(0.3) {
            readings.append(random.pick(said[gateway]))
        }
        return DeviceMessage(number: number, readings: readings, event: event())
    }

    private mutating func event() -> DeviceMessage.Event? {
        switch random.below(10) {
        case 0..<4: .routine
        case 4: .important
        case 5: .critical
        case 6 where traits.poison: .poison
        default: nil
        }
    }
}
