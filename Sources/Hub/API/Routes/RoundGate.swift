internal import Synchronization

/// Lets a bounded number of rounds be worked on at once; each holds its body in memory.
final class RoundGate: Sendable {
    private let inside = Mutex(0)
    private let roundsMax: Int

    init(roundsMax: Int) {
        self.roundsMax = roundsMax
    }

    /// False when it is full; who was let in leaves again.
    func enter() -> Bool {
        inside.withLock { inside in
            guard inside < roundsMax else { return false }
            inside += 1
            return true
        }
    }

    func leave() { inside.withLock { $0 -= 1 } }

    var count: Int { inside.withLock { $0 } }

    /// How full it is, from 0 to 1.
    var load: Double { Double(count) / Double(max(1, roundsMax)) }
}
