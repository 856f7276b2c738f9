import Runtime
import SyncCore

/// A store in numbers alone, on which plans are carried out with whatever success.
struct EvictionModel {
    private struct Held {
        var segment: EvictionSegment
        var readings: UInt64
    }

    private var random: SeededRandom
    private var unsent: [Held] = []
    private var safe: [Held] = []
    private var core: UInt64 = 10_000
    private let budget: UInt64
    private var free: UInt64 = 1 << 40
    private var next: UInt64 = 1
    private var mode = StorageMode.all
    private var produced: UInt64 = 0
    private var atHub: UInt64 = 0
    private var thinned: UInt64 = 0
    private var dropped: UInt64 = 0
    private var notStored: UInt64 = 0

    /// What went wrong, if anything did.
    private(set) var problem: String?

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        budget = 1_000_000 + random.next() % 4_000_000
    }

    /// Something happens: a segment is sealed, events are written, the hub answers or not, others fill the disk.
    mutating func grow() {
        let readings = 1 + random.next() % 20_000
        produced += readings
        if mode == .all {
            unsent.append(
                Held(
                    segment: EvictionSegment(
                        seq: next, bytes: 100 + readings * 2, values: readings, firstTime: Int64(next) * 100,
                        lastTime: Int64(next) * 100 + 99, isNearAlert: random.unit() < 0.1,
                        mayBeAtHub: random.unit() < 0.05), readings: readings))
            next += 1
        } else {
            notStored += readings
        }
        core = min(core + random.next() % 1_000, budget / 2)
        for place in unsent.indices { unsent[place].segment.isInFlight = false }
        let isAnswered = random.unit() < 0.2
        for place in unsent.indices.reversed().prefix(3) {
            if isAnswered {
                atHub += unsent[place].readings
                safe.append(unsent.remove(at: place))
            } else {
                unsent[place].segment.isInFlight = random.unit() < 0.5
            }
        }
        if random.unit() < 0.02 { free = random.unit() < 0.5 ? 1 << 40 : random.next() % 200_000 }
    }

    /// Carries plans out until one asks for nothing.
    mutating func settle() {
        for _ in 0..<1_000 {
            let plan = EvictionPlanner.plan(
                fill, safe: safe.map(\.segment), unsent: unsent.map(\.segment), mode: mode)
            mode = plan.mode
            if plan.steps.isEmpty { return check() }
            for step in plan.steps { perform(step) }
        }
        problem = "plans never end"
    }

    private var fill: StoreFill {
        StoreFill(
            coreBytes: core, unsentBytes: unsent.reduce(0) { $0 + $1.segment.bytes },
            acknowledgedBytes: safe.reduce(0) { $0 + $1.segment.bytes }, refusedBytes: 0, budgetBytes: budget,
            freeBytes: free, freeBytesMin: 50_000)
    }

    private mutating func perform(_ step: EvictionStep) {
        switch step {
        case .delete(let seqs):
            guard take(seqs, from: &safe) != nil else { return problem = "deletes what the hub has not" }
        case .pack(let seqs): replace(seqs, .packed)
        case .thin(let seqs, let level): replace(seqs, level)
        case .drop(let seqs):
            guard let gone = take(seqs, from: &unsent) else { return problem = "drops what is not there" }
            if gone.contains(where: \.segment.isInFlight) { problem = "drops what is on its way" }
            dropped += gone.reduce(0) { $0 + $1.readings }
        }
    }

    private mutating func replace(_ seqs: [UInt64], _ level: ThinningLevel) {
        guard let gone = take(seqs, from: &unsent) else { return problem = "replaces what is not there" }
        if gone.contains(where: { $0.segment.isInFlight || $0.segment.mayBeAtHub }) {
            problem = "replaces what the hub may have"
        }
        let bytes = gone.reduce(0) { $0 + $1.segment.bytes }
        let readings = gone.reduce(0) { $0 + $1.readings }
        let kept = level == .packed ? readings : UInt64(Double(readings) * random.unit() * 0.2)
        thinned += readings - kept
        var made = gone[0]
        made.segment.seq = next
        made.segment.lastTime = gone.map(\.segment.lastTime).max() ?? 0
        made.segment.level = level
        made.segment.bytes = UInt64(Double(bytes) * (0.05 + 0.9 * random.unit()))
        made.segment.originals = gone.reduce(0) { $0 + $1.segment.originals }
        made.readings = kept
        next += 1
        if made.segment.originals > EvictionLadder.standard.originalsMax { problem = "stands for too many" }
        unsent.append(made)
        unsent.sort { $0.segment.lastTime < $1.segment.lastTime }
    }

    private func take(_ seqs: [UInt64], from list: inout [Held]) -> [Held]? {
        let wanted = Set(seqs)
        let found = list.filter { wanted.contains($0.segment.seq) }
        guard found.count == seqs.count else { return nil }
        list.removeAll { wanted.contains($0.segment.seq) }
        return found
    }

    private mutating func check() {
        let onEdge = unsent.reduce(0) { $0 + $1.readings }
        if produced != atHub + thinned + dropped + notStored + onEdge { problem = "readings are not accounted for" }
        let inFlight = unsent.filter(\.segment.isInFlight).reduce(0) { $0 + $1.segment.bytes }
        if core + inFlight < fill.capacityBytes * 9 / 10, fill.usedBytes > fill.capacityBytes {
            problem = "over budget"
        }
    }
}
