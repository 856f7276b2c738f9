/// What a topic is.
public enum Route: Sendable, Equatable {
    /// Readings; the binding goes to `PayloadDecoder.decode` with the payload, before the next `route`.
    case readings(binding: Int)
    /// A machine's state message, for `StateMessage`.
    case state(machine: Int)
    /// A machine's answer to a command, for `AcknowledgementMessage`.
    case acknowledgement(machine: Int)
    /// A command to a device, the agent's own or another's: not for us.
    case command
    /// For the quarantine. Behind a reference, so that the other cases stay one word.
    indirect case rejected(IngestRejection)
}
