internal import HubStore
internal import Synchronization
internal import SyncWire

/// The public keys of commands as this process last read them, for agents that are enrolled or renewed.
final class CommandKeyCache: Sendable {
    private let store: CommandKeyStore
    private let known = Mutex<[CommandKeys.Key]>([])

    init(_ pool: PostgresPool) {
        store = CommandKeyStore(pool)
    }

    var keys: [CommandKeys.Key] { known.withLock { $0 } }

    func refresh() async throws {
        let keys = try await store.newest()?.keys ?? []
        known.withLock { $0 = keys }
    }
}
