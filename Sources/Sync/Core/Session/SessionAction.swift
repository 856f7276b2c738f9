public import Runtime
public import SyncWire

extension AgentSession {
    /// What a session asks its owner to do, in this order.
    public enum Action: Sendable, Equatable {
        /// Take this out of the store and hand it in as `gathered`.
        case gather(RoundPlan)
        /// Send this; hand in `answered` or `failed`, within the deadline.
        case send(RoundRequest, deadlineSeconds: Double)
        /// Make this durable; hand in `settled`.
        case settle(Settlement)
        /// Give what is the folder's own to a new incarnation, durable and all at once; hand in `started` with it, or
        /// `failed` with `abandoned`.
        case relabel(Relabelling)
        /// Hand in `tick` at this time; it replaces the wait before it.
        case wait(until: Uptime)
        /// Close the connection: what is under way on it is not waited for.
        case resetConnection
        case report(SessionReport)
    }
}
