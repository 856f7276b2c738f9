internal import HubTenancy
internal import NIOPosix
internal import Synchronization

/// Hashes passwords on threads of its own: each takes 70 ms and 32 MiB, so only few run at once and few may wait.
final class PasswordWorker: Sendable {
    private static let waitingMax = 64

    private let keeper: PasswordKeeper
    private let pool: NIOThreadPool
    private let waiting = Mutex(0)

    init(_ keeper: PasswordKeeper, pool: NIOThreadPool) {
        self.keeper = keeper
        self.pool = pool
    }

    func hash(_ password: String) async throws -> String {
        try await run { try $0.hash(password) }
    }

    func matches(_ password: String, stored: String?) async throws -> Bool {
        try await run { $0.matches(password, stored: stored) }
    }

    func isOutdated(_ stored: String) -> Bool { keeper.isOutdated(stored) }

    private func run<Value: Sendable>(
        _ work: @escaping @Sendable (PasswordKeeper) throws -> Value
    ) async throws -> Value {
        let isAccepted = waiting.withLock { waiting in
            guard waiting < Self.waitingMax else { return false }
            waiting += 1
            return true
        }
        guard isAccepted else { throw APIError.unavailable("LOGIN_BUSY", "Too many log-ins at once; try again.") }
        defer { waiting.withLock { $0 -= 1 } }
        let keeper = keeper
        return try await pool.runIfActive { try work(keeper) }
    }
}
