internal import HubTenancy
internal import NIOPosix
internal import Observability

/// Hashes passwords on threads of its own: each takes 70 ms and 32 MiB, so only few run at once and few may wait.
final class PasswordWorker: Sendable {
    /// When there is no place.
    static let busy = APIError.unavailable("LOGIN_BUSY", "Too many log-ins at once; try again.")

    private let keeper: PasswordKeeper
    private let worker: BoundedWorker

    init(_ keeper: PasswordKeeper, pool: NIOThreadPool) {
        self.keeper = keeper
        worker = BoundedWorker(pool, .init(waitingMax: 64, secondsMax: nil, busy: Self.busy, late: Self.busy))
    }

    /// Shows how many wait and were refused, as `logins`.
    func register(_ registry: MetricsRegistry) { worker.register("logins", registry) }

    func hash(_ password: String) async throws -> String {
        let keeper = keeper
        return try await worker.run { try keeper.hash(password) }
    }

    func matches(_ password: String, stored: String?) async throws -> Bool {
        let keeper = keeper
        return try await worker.run { keeper.matches(password, stored: stored) }
    }

    func isOutdated(_ stored: String) -> Bool { keeper.isOutdated(stored) }
}
