internal import Runtime

/// The bounded queue between those who want a transaction and the threads that have a connection.
final class PostgresWorkQueue: Sendable {
    private struct State {
        var waiting: [PostgresWork] = []
        /// Ids that were given out and whose work is not there yet; false once it was cancelled.
        var announced: [UInt64: Bool] = [:]
        var counts = PostgresPoolCounts()
        var lastID: UInt64 = 0
        var isClosed = false
    }

    private let monitor = Monitor(State())
    private let waitingMax: Int

    init(waitingMax: Int, connections: Int) {
        self.waitingMax = waitingMax
    }

    var counts: PostgresPoolCounts {
        monitor.withLock { state in
            var counts = state.counts
            counts.waiting = state.waiting.count
            return counts
        }
    }

    var isClosed: Bool { monitor.withLock { $0.isClosed } }

    func nextID() -> UInt64 {
        monitor.withLock { state in
            state.lastID += 1
            state.announced[state.lastID] = true
            return state.lastID
        }
    }

    /// Queues work, or refuses it on the spot.
    func add(_ work: PostgresWork) {
        let refusal: (any Error)? = monitor.withLock { state in
            if state.announced.removeValue(forKey: work.id) == false { return CancellationError() }
            guard !state.isClosed, state.waiting.count < waitingMax else {
                state.counts.refused += 1
                return Self.refusal(isConnected: state.counts.connected > 0)
            }
            state.waiting.append(work)
            return nil
        }
        if let refusal { work.refuse(refusal) } else { monitor.wakeOne() }
    }

    /// The task that wanted the work was cancelled: work that still waits is dropped.
    func cancel(_ id: UInt64) {
        let dropped = monitor.withLock { state -> PostgresWork? in
            if let index = state.waiting.firstIndex(where: { $0.id == id }) { return state.waiting.remove(at: index) }
            // Work that has begun is finished; work that is yet to come is refused when it does.
            if state.announced[id] != nil { state.announced[id] = false }
            return nil
        }
        dropped?.refuse(CancellationError())
    }

    /// The oldest work; waits for some at most a moment, so that a thread also looks after its connection.
    func take(withinSeconds seconds: Double) -> PostgresWork? {
        monitor.withLock(waitingSeconds: seconds, until: { !$0.waiting.isEmpty || $0.isClosed }) { state in
            guard !state.waiting.isEmpty else { return nil }
            state.counts.running += 1
            return state.waiting.removeFirst()
        }
    }

    /// Work is done.
    func finished() {
        monitor.withLock { state in
            state.counts.running -= 1
            state.counts.finished += 1
        }
    }

    /// Work was not begun, and waits at the head of the queue for another connection.
    func putBack(_ work: PostgresWork) {
        monitor.withLock { state in
            state.counts.running -= 1
            state.waiting.insert(work, at: 0)
        }
        monitor.wakeOne()
    }

    func connectionCame() { monitor.withLock { $0.counts.connected += 1 } }

    func connectionWent() { monitor.withLock { $0.counts.connected -= 1 } }

    /// Refuses what has waited too long, and all that waits once the queue is closed.
    func sweep(now: Uptime) {
        let (late, isConnected) = monitor.withLock { state -> ([PostgresWork], Bool) in
            let late = state.waiting.filter { state.isClosed || $0.deadline < now }
            state.waiting.removeAll { state.isClosed || $0.deadline < now }
            state.counts.refused += UInt64(late.count)
            return (late, state.counts.connected > 0)
        }
        for work in late { work.refuse(Self.refusal(isConnected: isConnected)) }
    }

    func close() {
        monitor.withLock { $0.isClosed = true }
        monitor.wakeAll()
        sweep(now: SystemClock().uptime())
    }

    private static func refusal(isConnected: Bool) -> PostgresFailure {
        isConnected
            ? PostgresFailure(kind: .busy, detail: "no connection became free in time")
            : PostgresFailure(kind: .unavailable, detail: "no connection stands")
    }
}
