internal import AgentConsole
internal import Glibc
internal import Observability
internal import Runtime
internal import Synchronization

/// Computes scenarios on a thread of its own, one at a time, so that the plant thread never waits for one.
///
/// A thread is made when there is work and ends when there is none. It has a lower priority than the agent's others
/// (nice 10), so that on one processor ingest goes first. Work that has waited past its deadline is not begun; work
/// that was begun runs to its end. A place counts until its work is over, also when nobody waits for it any more, so
/// that callers who give up and come again cannot pile it up.
final class ScenarioDesk: Sendable {
    /// What may run and wait together.
    static let waitingMax = 4
    /// From the call until nobody waits for the answer any more.
    static let secondsMax = Double(ControlRequest.scenarioSeconds)

    typealias Reply = @Sendable (ControlAnswer) -> Void

    private struct Job {
        var askedAt: Uptime
        var work: @Sendable () -> ControlAnswer
        var reply: Reply
    }

    private struct State {
        var jobs: [Job] = []
        var isRunning = false
        /// The one that runs, and those that wait.
        var places = 0
        var done: UInt64 = 0
        var refused: UInt64 = 0
        var late: UInt64 = 0
    }

    private let clock: any Clock
    private let state = Mutex(State())

    init(clock: any Clock) { self.clock = clock }

    /// Shows its figures.
    func register(in registry: MetricsRegistry) {
        registry.gauge("millwright_agent_scenarios_waiting", help: "Scenarios that run or wait.") {
            Double(self.state.withLock(\.places))
        }
        let counters: [(String, String, @Sendable (ScenarioDesk) -> UInt64)] = [
            ("", "Scenarios that were computed.", { $0.state.withLock(\.done) }),
            ("refused_", "Scenarios that found no place.", { $0.state.withLock(\.refused) }),
            ("late_", "Scenarios for which nobody waited any more.", { $0.state.withLock(\.late) }),
        ]
        for (name, help, read) in counters {
            registry.counter("millwright_agent_scenarios_\(name)total", help: help) { Double(read(self)) }
        }
    }

    /// Has work done and `reply` called with what came of it, from another thread; false when there is no place.
    func submit(_ work: @escaping @Sendable () -> ControlAnswer, reply: @escaping Reply) -> Bool {
        let job = Job(askedAt: clock.uptime(), work: work, reply: reply)
        let (isTaken, isFirst) = state.withLock { state in
            guard state.places < Self.waitingMax else {
                state.refused += 1
                return (false, false)
            }
            state.places += 1
            state.jobs.append(job)
            defer { state.isRunning = true }
            return (true, !state.isRunning)
        }
        if isFirst, !startThread() {
            // Without a thread nothing of it is ever done: nobody shall wait for it.
            state.withLock { state in
                state.places -= state.jobs.count
                state.refused += UInt64(state.jobs.count)
                state.jobs.removeAll()
                state.isRunning = false
            }
            return false
        }
        return isTaken
    }

    private func startThread() -> Bool {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let box = Unmanaged.passRetained(self).toOpaque()
        guard pthread_create(&thread, &attributes, scenarioThreadMain, box) == 0 else {
            Unmanaged<ScenarioDesk>.fromOpaque(box).release()
            return false
        }
        return true
    }

    /// All that waits, until nothing does.
    fileprivate func work() {
        while let job = next() {
            let isLate = clock.uptime().seconds(since: job.askedAt) > Self.secondsMax
            let answer = isLate ? Self.late : job.work()
            let isUnheard = isLate || clock.uptime().seconds(since: job.askedAt) > Self.secondsMax
            state.withLock { state in
                state.places -= 1
                if isUnheard { state.late += 1 } else { state.done += 1 }
            }
            job.reply(answer)
        }
    }

    private func next() -> Job? {
        state.withLock { state in
            guard !state.jobs.isEmpty else {
                state.isRunning = false
                return nil
            }
            return state.jobs.removeFirst()
        }
    }

    static let busy = ControlAnswer.error(
        503, "ANALYTICS_BUSY", "The agent computes other scenarios; ask again when they are done.")
    private static let late = ControlAnswer.error(
        503, "ANALYTICS_LATE", "The scenario waited for too long; ask again, for fewer hours or paths.")
}

/// A file-scope function, because a closure that a C thread calls would inherit isolation and trap.
private func scenarioThreadMain(_ box: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    // Of this thread alone; where it is refused the scenario runs like the rest.
    _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
    if let box { Unmanaged<ScenarioDesk>.fromOpaque(box).takeRetainedValue().work() }
    return nil
}
