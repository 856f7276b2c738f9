import Runtime
import SimulatedDisk

/// What kind of world a seed has: how many there are of each, and how bad each thing is.
///
/// Each fault is off in about half of all seeds, so that faults are seen alone and together.
struct SimulationTraits {
    var gateways: Int
    var steps: Int
    /// Seconds between two steps, on average.
    var paceSeconds: Double
    var requestLoss: Double
    var answerLoss: Double
    var duplication: Double
    var garbling: Double
    var delaySeconds: Double
    /// A connection that was given up may still bring its answer.
    var deliversLate: Bool
    /// A transaction of the hub fails, and nothing of it is there.
    var hubAbort: Double
    /// A transaction of the hub commits, but whoever asked for it never learns.
    var hubUnknown: Double
    var crashes: Bool
    var powerLoss: Bool
    var fullDisks: Bool
    var damagedPages: Bool
    /// How likely a sync is to do nothing and say that it did.
    var lies: Double
    var clockJumps: Bool
    var restores: Bool
    var clones: Bool
    var poison: Bool
    var budget: Bool
    /// Devices say some readings again, long after they were stored.
    var repeats: Bool
    /// Frames go through the codec, as in production.
    var usesFrames: Bool

    init(_ random: inout SeededRandom) {
        func some(_ most: Double) -> Double { random.isTrue(0.5) ? 0 : random.unit() * most }
        gateways = random.pick([1, 1, 1, 2, 3])
        steps = 30 + random.below(90)
        paceSeconds = random.pick([1, 5, 30, 600, 7_200])
        requestLoss = some(0.3)
        answerLoss = some(0.3)
        duplication = some(0.3)
        garbling = random.isTrue(0.2) ? 0.05 : 0
        delaySeconds = random.pick([0.01, 0.2, 4, 20])
        deliversLate = random.isTrue(0.5)
        hubAbort = some(0.2)
        hubUnknown = some(0.2)
        crashes = random.isTrue(0.6)
        powerLoss = random.isTrue(0.5)
        fullDisks = random.isTrue(0.2) && Self.fillsDisks
        damagedPages = random.isTrue(0.04) && Self.knowsOrigins
        clockJumps = random.isTrue(0.3)
        restores = random.isTrue(0.1) && Self.knowsOrigins
        clones = random.isTrue(0.06) && Self.knowsOrigins
        poison = random.isTrue(0.3)
        budget = random.isTrue(restores || clones ? 0.5 : 0.25) && Self.fillsDisks
        usesFrames = random.isTrue(0.3)
        repeats = random.isTrue(0.3)
        lies = random.isTrue(0.05) ? random.unit() * 0.2 : 0
    }

    /// Whether the hub in memory knows re-labelled records again; salvage re-labels as well.
    private static let knowsOrigins = true

    /// Whether disks fill and budgets are tight.
    private static let fillsDisks = true
}
