internal import Glibc
internal import Synchronization

/// The servers that still run, so that a test process that ends leaves neither them nor their folders behind.
///
/// A server that tests share lives as long as the process, and Swift frees nothing at its exit.
final class PostgresServerRegistry: Sendable {
    static let shared: PostgresServerRegistry = {
        atexit(removeRemainingServers)
        return PostgresServerRegistry()
    }()

    private struct Entry: @unchecked Sendable {
        // Unchecked because a weak reference is changed only by its object's end, which is atomic.
        weak var server: PostgresServer?
    }

    private let entries = Mutex<[Entry]>([])

    func add(_ server: PostgresServer) {
        entries.withLock { entries in
            entries.removeAll { $0.server == nil || $0.server === server }
            entries.append(Entry(server: server))
        }
    }

    func removeAll() {
        let all = entries.withLock { $0 }
        for entry in all { entry.server?.remove() }
    }
}

private func removeRemainingServers() {
    PostgresServerRegistry.shared.removeAll()
}
