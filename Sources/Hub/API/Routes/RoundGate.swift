internal import Runtime
internal import Synchronization

/// Lets a bounded number of rounds be worked on at once, and a bounded number wait for their turn in order.
///
/// Thousands of agents poll when they like, and so come in bunches; a bunch is to wait for milliseconds rather than to
/// be sent away for a second. Each that waits holds its body in memory, so bytes are bounded too. Who is sent away is
/// told a time of its own: were all to come again after a second, they would be the next bunch, for ever.
final class RoundGate: Sendable {
    /// How many may wait for each one that is worked on.
    static let waitingForEach = 16
    /// How many of those that were sent away are to come again in a second.
    static let comingAgainPerSecond = 500.0
    /// The longest that one is sent away for; an agent counts as gone after a minute.
    static let awaySecondsMax = 30.0
    /// Bytes of the bodies that wait; as much as a few of the largest rounds.
    static let waitingBytesMax = 32 << 20

    private struct Waiting {
        let bytes: Int
        let turn: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var inside = 0
        var waiting: [Waiting] = []
        var bytes = 0
        /// When the last of those that were sent away comes again.
        var comesAgain = Uptime(nanoseconds: 0)
    }

    private let state = Mutex(State())
    private let roundsMax: Int

    init(roundsMax: Int) {
        self.roundsMax = roundsMax
    }

    /// Waits for a place; false at once when too many wait.
    ///
    /// Who was let in leaves again.
    func enter(bytes: Int) async -> Bool {
        await withCheckedContinuation { turn in
            let answer: Bool? = state.withLock { state in
                if state.inside < roundsMax {
                    state.inside += 1
                    return true
                }
                guard state.waiting.count < roundsMax * Self.waitingForEach,
                    state.bytes + bytes <= Self.waitingBytesMax
                else { return false }
                state.waiting.append(Waiting(bytes: bytes, turn: turn))
                state.bytes += bytes
                return nil
            }
            if let answer { turn.resume(returning: answer) }
        }
    }

    /// Gives the place to the one that waits longest.
    func leave() {
        let next = state.withLock { state -> Waiting? in
            guard let next = state.waiting.first else {
                state.inside -= 1
                return nil
            }
            state.waiting.removeFirst()
            state.bytes -= next.bytes
            return next
        }
        next?.turn.resume(returning: true)
    }

    /// After how many seconds, 1 to 30, one that was not let in is to come again.
    func secondsAway(at now: Uptime) -> Int {
        state.withLock { state in
            let before = max(0, state.comesAgain.seconds(since: now))
            let away = min(before + 1 / Self.comingAgainPerSecond, Self.awaySecondsMax)
            state.comesAgain = now.advanced(seconds: away)
            return max(1, Int(away.rounded(.up)))
        }
    }

    /// How full it is, from 0 to 1; who waits is not counted.
    var load: Double { Double(state.withLock(\.inside)) / Double(max(1, roundsMax)) }

    var waiting: Int { state.withLock(\.waiting.count) }
}
