internal import HubStore
internal import Logging
internal import NIOPosix

/// Brings schema and plans up to date before the hub serves; waits a while for a PostgreSQL that is still starting.
struct SchemaPreparation: Sendable {
    private static let patience = Duration.seconds(60)

    let options: PostgresOptions
    let plans: [SubscriptionPlan]
    let migrates: Bool
    let logger: Logger

    func run() async throws {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            do {
                return try await NIOThreadPool.singleton.runIfActive { try prepare() }
            } catch let failure as PostgresFailure where failure.isRetryable && ContinuousClock.now < deadline {
                logger.warning("PostgreSQL is not there yet", metadata: ["error": "\(failure)"])
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    private func prepare() throws {
        let migrator = SchemaMigrator(options, logger: logger)
        if migrates {
            try migrator.migrate()
        } else {
            let state = try migrator.state()
            guard state.isCurrent else { throw SchemaNotCurrent(state: state) }
        }
        try migrator.store(plans: plans)
    }
}
