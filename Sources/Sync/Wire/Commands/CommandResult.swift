public import Telemetry

/// What became of a command of the hub; each change of state is a record of stream E.
public struct CommandResult: Sendable, Equatable {
    /// The hub's command.
    public var id: DeviceCommandID
    /// The machine of the command.
    public var machine: MachineKey
    /// The state that was reached; never `queued`.
    public var state: CommandState
    /// Why it was refused, as `COMMAND_EXPIRED`; empty otherwise.
    public var code: String
    /// For a person.
    public var reason: String
    /// When, by the agent's clock.
    public var at: Timestamp
    /// Of the command as it came, where its signature did not prove that it is the hub's; nothing where it did.
    ///
    /// Anybody may have put the id into such a one.
    public var received: Digest?

    /// A result by its parts.
    public init(
        id: DeviceCommandID, machine: MachineKey, state: CommandState, code: String = "", reason: String = "",
        at: Timestamp, received: Digest? = nil
    ) {
        self.id = id
        self.machine = machine
        self.state = state
        self.code = code
        self.reason = reason
        self.at = at
        self.received = received
    }
}
