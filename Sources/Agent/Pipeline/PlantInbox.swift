public import AgentConsole
internal import Runtime
public import SyncCore
public import SyncWire
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

    /// An empty inbox.
    public init() throws(PipelineError) {
        let wakeUp = try WakeUp()
        self.wakeUp = wakeUp
        mailbox = Mailbox(capacity: Self.capacity) { wakeUp.wake() }
    }

    /// Leaves a message and wakes the plant thread; false when it is too busy to take more.
    @discardableResult
    public func post(_ message: Message) -> Bool { mailbox.post(message) }

    /// How many messages were refused.
    public var refused: UInt64 { mailbox.refused }

    func takeAll() -> [Message] {
        wakeUp.clear()
        return mailbox.takeAll()
    }
}
