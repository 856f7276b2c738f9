public import HubTenancy
public import Logging
internal import Runtime

/// A fixed number of connections, each on a thread of its own, so that no blocking call ever sits on Swift's own
/// threads.
///
/// Work is a synchronous closure that gets the connection for one transaction; it runs on the connection's thread.
/// It may run more than once (another transaction stood in its way), so it changes nothing but the database and what
/// it returns.
/// - Waiting is bounded in number and time: then `DATABASE_BUSY`, or `DATABASE_UNAVAILABLE` while no connection stands.
/// - When PostgreSQL goes away, work under way fails with `DATABASE_CONNECTION_LOST`, work that had not begun waits,
///   and connections come back by themselves with a growing pause of at most 2 s.
/// - A connection that breaks during COMMIT leaves open whether the work was done: callers make their work idempotent.
public final class PostgresPool: Sendable {
    private let queue: PostgresWorkQueue
    let options: PostgresOptions

    /// Starts the threads; they connect by themselves.
    ///
    /// Never fails: a server that is not there may come later.
    public init(_ options: PostgresOptions, logger: Logger = Logger(label: "millwright.hub.store")) {
        self.options = options
        queue = PostgresWorkQueue(waitingMax: options.waitingMax, connections: options.connections)
        for _ in 0..<options.connections { PostgresWorker.start(options, queue: queue, logger: logger) }
        PostgresWaitWatch.start(queue: queue)
    }

    deinit { queue.close() }

    /// Ends the pool: waiting work is refused, work under way is finished, threads end.
    public func shutDown() {
        queue.close()
    }

    /// Whether a connection stands now, for readiness.
    public var isConnected: Bool { queue.counts.connected > 0 }

    /// How many pieces of work wait, are under way, and were refused, and how many connections stand.
    public var counts: PostgresPoolCounts { queue.counts }

    /// Runs `work` in a transaction that sees and changes only the tenant's rows, and commits when it returns.
    public func withTransaction<Value: Sendable>(
        scope: TenantScope, _ work: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws -> Value {
        try await perform(scope, work)
    }

    /// Runs `work` in a transaction without a tenant: row-level security shows it no tenant's rows.
    ///
    /// For functions of the schema that find the tenant (log-in by e-mail, a token of an enrolment) and for tables that
    /// belong to none.
    public func withSystemTransaction<Value: Sendable>(
        _ work: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws -> Value {
        try await perform(nil, work)
    }

    private func perform<Value: Sendable>(
        _ scope: TenantScope?, _ work: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws -> Value {
        let attemptsMax = options.attemptsMax
        let deadline = SystemClock().uptime().advanced(seconds: options.waitSeconds)
        let id = queue.nextID()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let run: @Sendable (PostgresConnection) -> PostgresWork.Outcome = { connection in
                    let result = PostgresTransaction.run(connection, scope, attemptsMax: attemptsMax, work)
                    guard let result else { return .notBegun }
                    continuation.resume(with: result)
                    return .done
                }
                queue.add(
                    PostgresWork(id: id, deadline: deadline, run: run) { continuation.resume(throwing: $0) })
            }
        } onCancel: {
            queue.cancel(id)
        }
    }
}
