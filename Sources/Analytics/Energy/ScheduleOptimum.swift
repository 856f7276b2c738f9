/// The cheapest schedule, by dynamic programming (Bellman, "Dynamic Programming", 1957): exact on a `ScheduleProblem`.
///
/// From the last hour to the first, for all work that may be left and every state of the machine, the least cost to
/// the end; time and memory grow with hours × work × states (× levels).
enum ScheduleOptimum {
    /// The level of each hour.
    static func levels(of problem: ScheduleProblem) -> [Int] {
        let (states, count) = (problem.states, problem.states.count)
        let extras = problem.extras()
        var after = [Double](repeating: .infinity, count: (problem.work + 1) * count)
        for state in 0..<count { after[state] = 0 }
        var choices = [UInt8](repeating: 0, count: problem.hours * (problem.work + 1) * count)
        for hour in stride(from: problem.hours - 1, through: 0, by: -1) {
            var now = [Double](repeating: .infinity, count: after.count)
            let energy = problem.prices[hour] * problem.unit
            let most = min(problem.work, (problem.hours - hour) * problem.top)
            let base = hour * (problem.work + 1) * count
            for left in max(0, problem.work - hour * problem.top)...max(0, most) where left <= most {
                for state in 0..<count {
                    var (best, choice) = (Double.infinity, 0)
                    for level in 0...min(problem.top, left) {
                        let next = states.next[state * states.levels + level]
                        // A higher level is warmer still.
                        if next < 0 { break }
                        let cost =
                            energy * Double(level) + extras[state * states.levels + level]
                            + after[(left - level) * count + next]
                        if cost < best { (best, choice) = (cost, level) }
                    }
                    now[left * count + state] = best
                    choices[base + left * count + state] = UInt8(choice)
                }
            }
            after = now
        }
        return followed(choices, problem)
    }

    private static func followed(_ choices: [UInt8], _ problem: ScheduleProblem) -> [Int] {
        var (left, state) = (problem.work, 0)
        return (0..<problem.hours).map { hour in
            let place = (hour * (problem.work + 1) + left) * problem.states.count + state
            let level = Int(choices[place])
            left -= level
            state = problem.states.next[state * problem.states.levels + level]
            return level
        }
    }
}
