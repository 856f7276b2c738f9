public import AgentConsole
internal import Runtime
public import SyncCore
public import SyncWire
internal import Synchronization
public import Telemetry

/// What other threads have to say to the plant thread; it looks after each poll.
public final class PlantInbox: Sendable {
    /// One message.
    public enum Message: Sendable {
        /// Someone looks at the status page.
        case statusAsked(reply: @Sendable (AgentStatus) -> Void)
        /// What came of a round.
        case roundEnded(round: UInt64, Result<RoundAnswer, RoundFailure>)
        /// A model that a machine is to run was fetched, or was not.
        case modelFetched(machine: MachineKey, ModelWish, Result<[UInt8], RoundFailure>)
        /// Somebody speaks over the control socket.
        case controlAsked(ControlRequest, reply: @Sendable (ControlAnswer) -> Void)
        /// A person asks for a round now.
        case syncRequested
        /// Read the firmware profiles again.
        case reload
        /// Commit, seal, say good-bye.
        case stop
    }

    /// Messages that wait at most; one more is refused, and whoever asked hears so.
    public static let capacity = 64

    let wakeUp: WakeUp
    private let mailbox: Mailbox<Message>
    /// Beside the queue, because a full one must not lose a signal; each is the same twice as once.
    private let signals = Mutex(Signals())

    private struct Signals {
        var reload = false
        var stop = false
    }

    /// An empty inbox.
    public init() throws(PipelineError) {
        let wakeUp = try WakeUp()
        self.wakeUp = wakeUp
        mailbox = Mailbox(capacity: Self.capacity) { wakeUp.wake() }
    }

    /// Leaves a message and wakes the plant thread; false when it is too busy to take more.
    ///
    /// `reload` and `stop` are never refused.
    @discardableResult
    public func post(_ message: Message) -> Bool {
        switch message {
        case .reload: signals.withLock { $0.reload = true }
        case .stop: signals.withLock { $0.stop = true }
        default: return mailbox.post(message)
        }
        wakeUp.wake()
        return true
    }

    /// How many messages were refused.
    public var refused: UInt64 { mailbox.refused }

    /// All that is there, oldest first, and then the signals.
    package func takeAll() -> [Message] {
        wakeUp.clear()
        let asked = signals.withLock { signals in
            defer { signals = Signals() }
            return signals
        }
        return mailbox.takeAll() + (asked.reload ? [.reload] : []) + (asked.stop ? [.stop] : [])
    }
}
