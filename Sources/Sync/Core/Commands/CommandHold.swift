internal import Runtime
public import SyncWire
public import Telemetry

/// Which commands wait until the hub has confirmed the agent's folder; pure.
///
/// A folder that was put back from a backup, or copied, may hold a command as RECEIVED that its other branch has
/// carried out since. Nothing in the folder can show that, so a process does not carry out what it found there before
/// the hub has heard it as the agent's own. Commands that came in since are the hub's word to this very process, and
/// those that may be done again wait for nothing.
public struct CommandHold: Sendable {
    private let before: Set<DeviceCommandID>

    /// A hold on the commands that were open when the process began.
    public init(openAtStart: some Sequence<DeviceCommandID>) {
        before = Set(openAtStart)
    }

    /// Whether a command may not go to the device now, because of what the hub said of the folder or has yet to say.
    public func holds(_ order: CommandOrder, in session: AgentSession) -> Bool {
        if !order.executionClass.isBoundToFolder || planted(.restoredCommandsRun) { return false }
        // Of two live copies only the one that speaks for the agent may act for it.
        if session.apart != nil { return true }
        return before.contains(order.id) && !session.isFolderConfirmed
    }
}

extension ExecutionClass {
    /// Whether a command must not be carried out by two branches of one folder.
    public var isBoundToFolder: Bool {
        switch self {
        case .atMostOnce, .probe, .fenced: true
        case .idempotent: false
        }
    }
}
