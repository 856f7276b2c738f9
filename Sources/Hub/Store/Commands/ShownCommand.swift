public import SyncWire
public import Telemetry

/// A command to a device as lists and screens show it.
public struct ShownCommand: Sendable, Equatable {
    /// One step of its life.
    public struct Event: Sendable, Equatable {
        /// When.
        public var at: Timestamp
        /// A state, `SENT`, `CANCEL_ASKED`, or `FORGED`: the agent refused other bytes under the command's id.
        public var event: String
        /// Why it was refused.
        public var code: String
        /// For people.
        public var reason: String
        /// Who said so.
        public var actor: String
        /// It came after the command had ended, and changed nothing.
        public var isLate: Bool
    }

    /// Its id.
    public var id: DeviceCommandID
    /// The agent that is to carry it out.
    public var agent: AgentID
    /// The machine whose device is told.
    public var machine: MachineID
    /// The machine's name.
    public var machineName: String
    /// The profile's name of the action.
    public var action: String
    /// A JSON object.
    public var arguments: FieldValue
    /// Who wants it.
    public var issuer: String
    /// When the hub took it.
    public var issuedAt: Timestamp
    /// Not to be carried out before.
    public var notBefore: Timestamp
    /// Not to be carried out at this time or after it.
    public var expiresAt: Timestamp
    /// What may be done again.
    public var executionClass: ExecutionClass
    /// What must hold, as it was asked for.
    public var precondition: FieldValue
    /// Rises with each command of a machine and action.
    public var fence: Int64
    /// Where it is in its life.
    public var state: CommandState
    /// Why it was refused.
    public var code: String
    /// For people.
    public var reason: String
    /// When it took its last step.
    public var changedAt: Timestamp
    /// When it went into an answer to the agent.
    public var sentAt: Timestamp?
    /// When the agent said that it has it.
    public var receivedAt: Timestamp?
    /// When somebody wanted it back.
    public var cancelledAt: Timestamp?
    /// Its steps, oldest first; only where they were asked for.
    public var events: [Event]
}

extension ShownCommand {
    /// Nothing for a row that a later version wrote.
    init?(_ row: PostgresRow, events: [Event] = []) throws {
        let number: Int16 = try row.value("execution_class")
        guard let state = CommandState(rawValue: try row.value("state")),
            let executionClass = UInt8(exactly: number).flatMap(ExecutionClass.init)
        else { return nil }
        self.init(
            id: try row.value("id"), agent: try row.value("agent_id"), machine: try row.value("machine_id"),
            machineName: try row.value("machine_name"), action: try row.value("action"),
            arguments: FieldValue(try row.value("arguments", as: String.self)) ?? .object([:]),
            issuer: try row.value("issuer"), issuedAt: try row.value("issued_at"),
            notBefore: try row.value("not_before"), expiresAt: try row.value("expires_at"),
            executionClass: executionClass,
            precondition: FieldValue(try row.value("precondition", as: String.self)) ?? .object([:]),
            fence: try row.value("fence"), state: state, code: try row.value("code"), reason: try row.value("reason"),
            changedAt: try row.value("changed_at"), sentAt: try row.value("sent_at"),
            receivedAt: try row.value("received_at"), cancelledAt: try row.value("cancelled_at"), events: events)
    }
}
