public import SyncWire
public import Telemetry

/// A command of the hub as it is kept on the agent.
public struct HubCommand: Sendable, Equatable {
    /// What was signed.
    public var order: CommandOrder
    /// Where it is in its life.
    public var state: CommandState
    /// Why it was refused; empty otherwise.
    public var code: String
    /// For people.
    public var reason: String
    /// When it became durable here.
    public var receivedAt: Timestamp
    /// When `state` was reached.
    public var changedAt: Timestamp

    /// A command by its parts.
    public init(
        order: CommandOrder, state: CommandState, code: String = "", reason: String = "", receivedAt: Timestamp,
        changedAt: Timestamp
    ) {
        self.order = order
        self.state = state
        self.code = code
        self.reason = reason
        self.receivedAt = receivedAt
        self.changedAt = changedAt
    }

    /// What the hub is told of it.
    public var result: CommandResult {
        CommandResult(
            id: order.id, machine: order.machine, state: state, code: code, reason: reason, at: changedAt)
    }
}
