internal import Glibc
internal import Synchronization

/// The children that still run, so that a test process that exits early leaves none of them behind.
final class ChildRegistry: Sendable {
    static let shared: ChildRegistry = {
        atexit(killRemainingChildren)
        return ChildRegistry()
    }()

    private let running = Mutex<Set<Int32>>([])

    func add(_ processID: Int32) { running.withLock { _ = $0.insert(processID) } }

    func remove(_ processID: Int32) { running.withLock { _ = $0.remove(processID) } }

    func killAll() { running.withLock { $0.forEach { Glibc.kill($0, SIGKILL) } } }
}

private func killRemainingChildren() {
    ChildRegistry.shared.killAll()
}
