internal import Runtime

/// Runs the world of a seed.
public enum Simulation {
    /// How one seed went.
    public struct Outcome: Sendable {
        /// Which one it was.
        public var seed: UInt64
        /// What did not hold; nothing when everything did.
        public var failure: String?
        /// How long it was in the world's own time.
        public var simulatedSeconds: Double
        /// How many things happened.
        public var happenings: Int
    }

    /// One seed from its beginning to the checks.
    public static func run(seed: UInt64, trace: ((String) -> Void)? = nil) -> Outcome {
        let world = SimulationWorld(SimulationPlan(seed: seed))
        world.trace = trace
        trace?("\(world.plan.traits)")
        for (index, step) in world.plan.steps.enumerated() { trace?("step \(index) at \(step.at): \(step.step)") }
        let failure = world.run()
        return Outcome(
            seed: seed, failure: failure, simulatedSeconds: world.simulatedSeconds, happenings: world.happenings)
    }

    /// The smallest part of a seed that was found to break the same promise, as lines for a person.
    public static func shrunk(seed: UInt64, failure: String) -> [String] {
        var shrinker = SeedShrinker(seed: seed, failure: failure)
        let steps = shrinker.shrink()
        let calm = [
            shrinker.faults.isNetworkCalm ? "a calm network" : nil, shrinker.faults.isHubCalm ? "a calm hub" : nil,
        ]
        let with = calm.compactMap { $0 }.joined(separator: " and ")
        return ["\(steps.count) steps are enough\(with.isEmpty ? "" : ", with \(with)"):"]
            + steps.map { "    \($0.place): \($0.step)" }
    }
}
