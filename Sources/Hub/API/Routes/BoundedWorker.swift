internal import NIOCore
internal import NIOPosix
internal import Observability
internal import Synchronization

/// Runs work that takes a processor for long on threads of its own: few run at once, and few may wait.
///
/// What waits counts until it has ended, also when nobody waits for it any more, so that callers who give up and come
/// again cannot pile it up.
final class BoundedWorker: Sendable {
    /// How much it takes on, and what callers are told when it does not.
    struct Limits: Sendable {
        /// What may run and wait together.
        var waitingMax: Int
        /// From the call to its answer; nothing for as long as it takes.
        var secondsMax: Double?
        /// When there is no place.
        var busy: APIError
        /// When it took too long.
        var late: APIError
    }

    private struct Counts {
        var waiting = 0
        var refused = 0
        var late = 0
    }

    private let pool: NIOThreadPool
    private let limits: Limits
    private let counts = Mutex(Counts())

    init(_ pool: NIOThreadPool, _ limits: Limits) {
        self.pool = pool
        self.limits = limits
    }

    /// What runs and waits now.
    var waiting: Int { counts.withLock(\.waiting) }

    /// Does the work on a thread of the pool.
    ///
    /// Work whose deadline passed before it began is not begun; work that was begun runs to its end, unheard.
    ///
    /// - Throws: `busy` or `late` of the limits, and what the work throws.
    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        guard enter() else { throw limits.busy }
        return try await withCheckedThrowingContinuation { continuation in
            let answer = FirstAnswer(continuation)
            let deadline = limits.secondsMax.map { seconds in
                MultiThreadedEventLoopGroup.singleton.any().scheduleTask(in: .nanoseconds(Int64(seconds * 1e9))) {
                    if answer.give(.failure(self.limits.late)) { self.counts.withLock { $0.late += 1 } }
                }
            }
            pool.submit { state in
                defer {
                    deadline?.cancel()
                    self.counts.withLock { $0.waiting -= 1 }
                }
                guard case .active = state else { return _ = answer.give(.failure(CancellationError())) }
                guard !answer.isGiven else { return }
                _ = answer.give(Result { try work() })
            }
        }
    }

    private func enter() -> Bool {
        counts.withLock { counts in
            guard counts.waiting < limits.waitingMax else {
                counts.refused += 1
                return false
            }
            counts.waiting += 1
            return true
        }
    }

    /// Shows its figures under a name, as `analytics`.
    func register(_ name: String, _ registry: MetricsRegistry) {
        registry.gauge("millwright_hub_\(name)_waiting", help: "Work that runs or waits.") { Double(self.waiting) }
        registry.counter("millwright_hub_\(name)_refused_total", help: "Work that found no place.") {
            Double(self.counts.withLock(\.refused))
        }
        registry.counter("millwright_hub_\(name)_late_total", help: "Work that took longer than its caller waits.") {
            Double(self.counts.withLock(\.late))
        }
    }
}
