public import SyncWire

/// What the hub answers of its downlink, and what came of what the agent acknowledged.
public struct DownlinkAnswer: Sendable {
    /// The records after those that the agent has; nothing when there are none.
    public var batch: EventBatch?
    /// Whether more waits than is answered.
    public var hasMore = false
    /// Conflicts whose resolution the agent has now.

    /// Nothing to say.
    public init() {}
}
