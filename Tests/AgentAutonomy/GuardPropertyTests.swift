import AgentAutonomy
import Testing

/// No sequence of inputs makes a latched machine start, an action exceed its limits, or an unknown fire a rule.
@Suite("Properties of acting alone")
struct GuardPropertyTests {
    static let seeds = UInt64(1)...50
    static let steps = 2_000

    /// Plays a seed to its end; the same seed gives the same again.
    static func play(seed: UInt64) -> PropertyWatcher {
        var world = PropertyWorld(seed: seed)
        var watcher = PropertyWatcher()
        for _ in 0..<steps {
            let status = world.machine.status
            let effects = world.step()
            if !effects.isEmpty { watcher.look(at: effects, in: world, status: status) }
        }
        return watcher
    }

    @Test("whatever happens, in which order ever; and the sequences reach all that they are to try")
    func holds() {
        var seen: [String: Int] = [:]
        for seed in Self.seeds {
            let watcher = Self.play(seed: seed)
            #expect(watcher.faults.isEmpty, "seed \(seed): \(watcher.faults.prefix(3))")
            seen.merge(watcher.seen, uniquingKeysWith: +)
        }
        for what in [
            "decision", "policy", "status", "command stop", "command start", "command set_speed", "envelope",
            "unknown effect", "TWIN_REFUSED", "OUTSIDE_HOURS", "OUTSIDE_ENVELOPE", "EFFECT_UNKNOWN",
            "CONFIRMATION_NEEDED", "too often", "latched",
        ] {
            #expect(seen[what, default: 0] >= 5, "\(what): \(seen)")
        }
    }

    @Test("the same seed gives the same again")
    func repeats() {
        #expect(Self.play(seed: 7).seen == Self.play(seed: 7).seen)
    }
}
