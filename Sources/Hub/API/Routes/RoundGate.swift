internal import Runtime
internal import SyncCore
internal import Synchronization

/// Lets a bounded number of rounds be worked on at once, and a bounded number wait for their turn in order.
///
/// Thousands of agents poll when they like, and so come in bunches; a bunch is to wait for milliseconds rather than to
/// be sent away for a second. Each that waits holds its body in memory, so bytes are bounded too. Who is sent away is
/// told a time of its own: were all to come again after a second, they would be the next bunch, for ever.
///
/// Rounds that carry something critical wait in a line of their own, which goes first: an alert waits for other alerts,
/// and not for the polls of a thousand agents that all come back at once.
final class RoundGate: Sendable {
    /// How many may wait in a line for each one that is worked on.
    static let waitingForEach = 16
    /// How many of those that were sent away are to come again in a second.
    static let comingAgainPerSecond = 500.0
    /// The longest that one is sent away for; an agent counts as gone after a minute.
    static let awaySecondsMax = 30.0
    /// Bytes of the bodies that wait in a line; as much as a few of the largest rounds.
    static let waitingBytesMax = 32 << 20

    private struct Waiting {
        let bytes: Int
        let turn: CheckedContinuation<Bool, Never>
    }

    private struct Line {
        var waiting: [Waiting] = []
        var bytes = 0
        /// When the last of those that were sent away comes again.
        var comesAgain = Uptime(nanoseconds: 0)
    }

    private struct State {
        var inside = 0
        var lines = RoundUrgency.allCases.map { _ in Line() }
    }

    private let state = Mutex(State())
    private let roundsMax: Int

    init(roundsMax: Int) {
        self.roundsMax = roundsMax
    }

    /// Waits for a place; false at once when too many of its line wait.
    ///
    /// Who was let in leaves again.
    func enter(_ urgency: RoundUrgency, bytes: Int) async -> Bool {
        await withCheckedContinuation { turn in
            let answer: Bool? = state.withLock { state in
                if state.inside < roundsMax {
                    state.inside += 1
                    return true
                }
                let line = state.lines[urgency.rawValue]
                guard line.waiting.count < roundsMax * Self.waitingForEach, line.bytes + bytes <= Self.waitingBytesMax
                else { return false }
                state.lines[urgency.rawValue].waiting.append(Waiting(bytes: bytes, turn: turn))
                state.lines[urgency.rawValue].bytes += bytes
                return nil
            }
            if let answer { turn.resume(returning: answer) }
        }
    }

    /// Gives the place to the one that waits longest in the most urgent line.
    func leave() {
        let next = state.withLock { state -> Waiting? in
            guard let line = state.lines.firstIndex(where: { !$0.waiting.isEmpty }) else {
                state.inside -= 1
                return nil
            }
            let next = state.lines[line].waiting.removeFirst()
            state.lines[line].bytes -= next.bytes
            return next
        }
        next?.turn.resume(returning: true)
    }

    /// After how many seconds, 1 to 30, one that was not let in is to come again.
    func secondsAway(_ urgency: RoundUrgency, at now: Uptime) -> Int {
        state.withLock { state in
            let before = max(0, state.lines[urgency.rawValue].comesAgain.seconds(since: now))
            let away = min(before + 1 / Self.comingAgainPerSecond, Self.awaySecondsMax)
            state.lines[urgency.rawValue].comesAgain = now.advanced(seconds: away)
            return max(1, Int(away.rounded(.up)))
        }
    }

    /// How full it and the line of usual rounds are; who carries something critical waits in a line of its own.
    var load: HubLoad {
        state.withLock { state in
            let places = Double(max(1, roundsMax))
            let line = state.lines[RoundUrgency.ordinary.rawValue]
            let waiting = Double(line.waiting.count) / (places * Double(Self.waitingForEach))
            return HubLoad(
                working: Double(state.inside) / places,
                waiting: max(waiting, Double(line.bytes) / Double(Self.waitingBytesMax)))
        }
    }

    var waiting: Int { state.withLock { $0.lines.reduce(0) { $0 + $1.waiting.count } } }
}
