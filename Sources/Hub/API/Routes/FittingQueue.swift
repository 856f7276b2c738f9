internal import Synchronization

/// Lets one forest be fitted at a time, in the order of asking; few may wait, others are told to come again.
///
/// A turn holds up to tens of megabytes, from the reading of the rows to the commit of the forest; what takes a
/// processor in it is work of the `BoundedWorker` of all models.
package final class FittingQueue: Sendable {
    /// Fits that wait at most.
    package static let waitingMax = 4

    private struct State {
        var isBusy = false
        var waiting: [CheckedContinuation<Bool, Never>] = []
        var refused: UInt64 = 0
    }

    private let state = Mutex(State())

    /// A queue in which nobody is.
    package init() {}

    /// How many fits were refused because too many waited.
    package var refused: UInt64 { state.withLock { $0.refused } }

    /// How many fits wait.
    package var waiting: Int { state.withLock { $0.waiting.count } }

    /// Runs work when its turn comes.
    ///
    /// Throws `FORESTS_BUSY` when too many wait.
    package func withTurn<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        try await take()
        defer { leave() }
        return try await work()
    }

    private func take() async throws {
        let isTaken = await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
            let answer: Bool? = state.withLock { state in
                if !state.isBusy {
                    state.isBusy = true
                    return true
                }
                guard state.waiting.count < Self.waitingMax else {
                    state.refused += 1
                    return false
                }
                state.waiting.append(continuation)
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
        guard isTaken else {
            throw APIError.unavailable("FORESTS_BUSY", "Too many forests wait to be fitted; try again.")
        }
    }

    /// Hands the turn on to who waits longest.
    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.isBusy = false
            return nil
        }
        next?.resume(returning: true)
    }
}
