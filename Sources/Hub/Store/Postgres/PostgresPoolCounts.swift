/// How a pool does, for metrics and readiness.
public struct PostgresPoolCounts: Sendable, Equatable {
    /// Work that waits for a connection.
    public var waiting = 0
    /// Work that is under way.
    public var running = 0
    /// Connections that stand.
    public var connected = 0
    /// Work refused because too much waited or it waited too long, since the start.
    public var refused: UInt64 = 0
    /// Work that was finished, well or not, since the start.
    public var finished: UInt64 = 0
}
