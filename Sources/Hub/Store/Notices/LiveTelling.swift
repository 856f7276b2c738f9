/// Tells the other hubs of the database of live values.
public struct LiveTelling: Sendable {
    private let pool: PostgresPool

    /// Over the connections of a pool.
    public init(_ pool: PostgresPool) { self.pool = pool }

    /// Tells all hubs that listen now, this one too, and returns when the server has taken it on.
    public func tell(_ news: LiveNews) async throws {
        try await pool.withSystemTransaction { connection in
            _ = try connection.execute(
                "SELECT pg_notify($1, message) FROM unnest($2::text[]) AS message", [LiveNews.channel, news.messages])
        }
    }
}
