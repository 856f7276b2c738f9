/// Makes a failure small: leaves out faults and steps for as long as the same promise is still broken.
///
/// The order is fixed and every try is a run of its own, so that the same failure shrinks to the same few steps.
struct SeedShrinker {
    private let plan: SimulationPlan
    /// The code of the promise that is broken.
    private let code: Substring
    private var triesLeft: Int
    private(set) var faults = FaultSwitches()

    /// Shrinks within so many runs.
    init(seed: UInt64, failure: String, triesMax: Int = 400) {
        plan = SimulationPlan(seed: seed)
        code = failure.prefix { $0 != ":" && $0 != " " }
        triesLeft = triesMax
    }

    /// The steps that are left, with their places in the plan.
    mutating func shrink() -> [(place: Int, step: SimulationStep)] {
        attempt { $0.isNetworkCalm = true }
        attempt { $0.isHubCalm = true }
        var size = max(1, plan.steps.count / 2)
        while size >= 1, triesLeft > 0 {
            let before = faults.dropped.count
            dropRuns(of: size)
            if size == 1, faults.dropped.count == before { break }
            size = max(1, size / 2)
        }
        return plan.steps.indices.filter(faults.keeps).map { ($0, plan.steps[$0].step) }
    }

    /// Tries to leave out each run of so many of the steps that are left.
    private mutating func dropRuns(of size: Int) {
        var rest = plan.steps.indices.filter(faults.keeps)
        while !rest.isEmpty, triesLeft > 0 {
            let run = rest.prefix(size)
            rest.removeFirst(run.count)
            attempt { $0.dropped.formUnion(run) }
        }
    }

    /// Keeps a change of the plan with which the same promise is broken.
    private mutating func attempt(_ change: (inout FaultSwitches) -> Void) {
        guard triesLeft > 0 else { return }
        triesLeft -= 1
        var tried = faults
        change(&tried)
        let failure = SimulationWorld(plan, faults: tried).run()
        if failure?.hasPrefix(code) == true { faults = tried }
    }
}
