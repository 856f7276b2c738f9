package import Runtime

/// How long to wait before the next attempt: doubling from a minimum to a maximum, spread so that fleets do not march.
package struct ReconnectDelay: Sendable {
    package let secondsMin: Double
    package let secondsMax: Double
    private var attempts = 0

    package init(secondsMin: Double, secondsMax: Double) {
        self.secondsMin = max(0.01, secondsMin)
        self.secondsMax = max(self.secondsMin, secondsMax)
    }

    /// The wait after one more failed attempt, in seconds.
    package mutating func next(using random: inout SeededRandom) -> Double {
        var delay = secondsMin
        for _ in 0..<min(attempts, 30) { delay = min(delay * 2, secondsMax) }
        attempts += 1
        return delay * (0.75 + 0.5 * random.unit())
    }

    /// The broker accepted: begin anew.
    package mutating func reset() { attempts = 0 }
}
