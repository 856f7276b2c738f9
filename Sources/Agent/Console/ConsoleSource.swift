/// What the console shows; each is asked for when a request needs it, from the event loop's thread.
public protocol ConsoleSource: Sendable {
    /// What the agent depends on, one by one.
    func readiness() -> [Dependency]

    /// All metrics as Prometheus text.
    func metrics() -> [UInt8]

    /// Calls `reply` once, from any thread, with the state of the agent; false when it is too busy to be asked.
    func status(_ reply: @escaping @Sendable (AgentStatus) -> Void) -> Bool
}
