internal import HubTenancy

/// One transaction on a connection, run again when another stood in its way.
enum PostgresTransaction {
    /// The outcome of the work; nothing when the connection turned out to be dead before anything was begun.
    static func run<Value>(
        _ connection: PostgresConnection, _ scope: TenantScope?, attemptsMax: Int,
        _ work: (PostgresConnection) throws -> Value
    ) -> Result<Value, any Error>? {
        var attempt = 1
        while true {
            do {
                try connection.begin(scope)
            } catch {
                if attempt == 1, error.kind == .connectionLost { return nil }
                return .failure(error)
            }
            do {
                let value = try work(connection)
                try connection.commit()
                return .success(value)
            } catch {
                let isUsable = connection.rollback()
                let isContention = (error as? PostgresFailure)?.kind == .serialization
                guard isUsable, isContention, attempt < attemptsMax else { return .failure(error) }
                attempt += 1
            }
        }
    }
}
