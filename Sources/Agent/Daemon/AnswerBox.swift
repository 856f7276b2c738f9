internal import Glibc
internal import Synchronization

/// Carries one result from another thread to one that waits for it.
final class AnswerBox<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    /// Leaves the result.
    func give(_ result: Value) {
        value.withLock { $0 = result }
    }

    /// Waits for the result; nothing when it does not come in time.
    func wait(seconds: Double) -> Value? {
        for _ in 0..<Int(seconds * 200) {
            if let value = value.withLock({ $0 }) { return value }
            usleep(5_000)
        }
        return nil
    }
}
