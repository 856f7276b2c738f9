internal import Synchronization

/// A continuation that several may resume: the first one does.
final class FirstAnswer<Value: Sendable>: Sendable {
    private let continuation: Mutex<CheckedContinuation<Value, any Error>?>

    init(_ continuation: CheckedContinuation<Value, any Error>) {
        self.continuation = Mutex(continuation)
    }

    /// Whether somebody answered.
    var isGiven: Bool { continuation.withLock { $0 == nil } }

    /// Answers, unless somebody did; whether it was this call.
    func give(_ result: Result<Value, any Error>) -> Bool {
        let mine = continuation.withLock { continuation in
            defer { continuation = nil }
            return continuation
        }
        mine?.resume(with: result)
        return mine != nil
    }
}
