public import DeviceProfiles
public import Telemetry

/// A command that a person asks for, before its machine's profile was looked at.
public struct AskedCommand: Sendable, Equatable {
    /// No id has two effects.
    public var id: DeviceCommandID
    /// The profile's name of the action.
    public var action: String
    /// By the names of the action's arguments.
    public var arguments: [String: Double]
    /// Who asks, for people.
    public var issuer: String
    /// By the agent's clock.
    public var expiresAt: Timestamp
    /// What may be done when nobody knows whether it had its effect.
    public var executionClass: ActionDefinition.ExecutionClass
    /// Whether it is read back before it is sent again.
    public var isProbed: Bool
    /// Rises with each command of a machine and action; nothing for one without a fence.
    public var fence: UInt64?

    /// A command by its parts.
    public init(
        id: DeviceCommandID, action: String, arguments: [String: Double], issuer: String, expiresAt: Timestamp,
        executionClass: ActionDefinition.ExecutionClass, isProbed: Bool = false, fence: UInt64? = nil
    ) {
        self.id = id
        self.action = action
        self.arguments = arguments
        self.issuer = issuer
        self.expiresAt = expiresAt
        self.executionClass = executionClass
        self.isProbed = isProbed
        self.fence = fence
    }
}
