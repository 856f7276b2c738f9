/// How a pool does, for metrics and readiness.
public struct PostgresPoolCounts: Sendable, Equatable {
    /// Work that has no connection yet.
    public var waiting = 0
    /// Work that a connection does now.
    public var running = 0
    /// Connections that stand now.
    public var connected = 0
    /// Work refused because too much waited or it waited too long, since the start.
    public var refused: UInt64 = 0
    /// Work that was finished, well or not, since the start.
    public var finished: UInt64 = 0
}
