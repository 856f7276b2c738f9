import Runtime

/// What is still to happen, in order of time; what is for the same time happens in the order in which it was said.
struct VirtualTime<Happening> {
    private(set) var now = Uptime(nanoseconds: 1_000_000_000)
    private var waiting: [(at: Uptime, happening: Happening)] = []

    /// Lets something happen after some seconds.
    mutating func after(_ seconds: Double, _ happening: Happening) {
        at(now.advanced(seconds: seconds), happening)
    }

    /// Lets something happen at a time; one that is over means now.
    mutating func at(_ time: Uptime, _ happening: Happening) {
        let time = max(time, now)
        // Soonest last, so that taking one is cheap; among the same times the first said comes last.
        var low = 0
        var high = waiting.count
        while low < high {
            let middle = (low + high) / 2
            if waiting[middle].at > time { low = middle + 1 } else { high = middle }
        }
        waiting.insert((time, happening), at: low)
    }

    /// Goes on to the next thing; nothing when there is none up to `end`.
    mutating func next(until end: Uptime) -> Happening? {
        guard let last = waiting.last, last.at <= end else {
            now = max(now, end)
            return nil
        }
        waiting.removeLast()
        now = last.at
        return last.happening
    }
}
