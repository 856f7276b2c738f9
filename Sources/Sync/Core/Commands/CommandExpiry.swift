internal import Runtime
public import SyncWire
public import Telemetry

/// Which commands may not go because of the time; pure.
///
/// A command's time is over by the hub's clock. An agent whose own clock is wrong can still tell that when the hub has
/// named a time; when both clocks disagree it cannot tell that there is time left, and then nothing goes.
public struct CommandExpiry: Sendable {
    /// Those whose end the hub has named; its clock may be set back, and their time is over all the same.
    private var over: Set<DeviceCommandID> = []

    /// Before the hub has named any time.
    public init() {}

    /// Takes in what the hub has named, of the commands that are not over.
    public mutating func hear(_ session: AgentSession, open: some Sequence<CommandOrder>) {
        guard let heard = session.hubHeard else { return }
        var ended: Set<DeviceCommandID> = []
        for order in open where over.contains(order.id) || order.isOver(at: heard.named) { ended.insert(order.id) }
        over = ended
    }

    /// Why a command may not go at a time of the hub's clock: its time is over, or nobody can tell.
    public func refusal(of order: CommandOrder, at hubNow: Timestamp, in session: AgentSession) -> CommandRefusal? {
        if over.contains(order.id) || order.isOver(at: hubNow) { return .expired(order.expiresAt) }
        return session.clockDisagreement.map { .clockUnknown($0) }
    }
}
