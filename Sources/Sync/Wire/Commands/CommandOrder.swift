public import Telemetry

/// What the hub wants a device to do: all of it is signed.
public struct CommandOrder: Sendable, Equatable {
    /// Drawn by the hub; no id has two effects.
    public var id: DeviceCommandID
    /// The tenant whose agent it is for.
    public var tenant: TenantID
    /// The only agent that may carry it out.
    public var agent: AgentID
    /// The machine whose device is told.
    public var machine: MachineKey
    /// The profile's name of the action, as `stop`.
    public var action: String
    /// Arguments of the action: a JSON object.
    public var arguments: FieldValue
    /// Who wants it, for people.
    public var issuer: String
    /// When the hub took it.
    public var issuedAt: Timestamp
    /// Not to be carried out before.
    public var notBefore: Timestamp
    /// Not to be carried out at this time or after it.
    public var expiresAt: Timestamp
    /// What must hold when it is carried out.
    public var precondition: Precondition
    /// What may be done again.
    public var executionClass: ExecutionClass
    /// For a fenced command: rises with each one of a machine and action.
    public var fence: UInt64

    /// An order by its parts.
    public init(
        id: DeviceCommandID, tenant: TenantID, agent: AgentID, machine: MachineKey, action: String,
        arguments: FieldValue = .object([:]), issuer: String, issuedAt: Timestamp, notBefore: Timestamp,
        expiresAt: Timestamp, precondition: Precondition = Precondition(),
        executionClass: ExecutionClass = .atMostOnce, fence: UInt64 = 0
    ) {
        self.id = id
        self.tenant = tenant
        self.agent = agent
        self.machine = machine
        self.action = action
        self.arguments = arguments
        self.issuer = issuer
        self.issuedAt = issuedAt
        self.notBefore = notBefore
        self.expiresAt = expiresAt
        self.precondition = precondition
        self.executionClass = executionClass
        self.fence = fence
    }
}
