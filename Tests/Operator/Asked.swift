import Synchronization

/// Counts how often something was asked.
final class Asked: Sendable {
    private let count = Mutex(0)

    /// 1 at first.
    func next() -> Int {
        count.withLock {
            $0 += 1; return $0
        }
    }
}
