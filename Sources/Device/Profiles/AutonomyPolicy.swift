public import Telemetry

/// What the agent may do to a machine without being asked; anything else becomes a recommendation.
public struct AutonomyPolicy: Sendable, Equatable {
    /// Statuses that it may set.
    public var statuses: [MachineStatus]
    /// Actions that it may send.
    public var actions: [ActionPermission]
    /// How long the hub has to answer for actions that it is to confirm; 0 asks it nothing.
    public var askHubSeconds: Double
    /// What an action must not make the machine leave.
    public var envelope: Envelope

    /// Nothing is allowed unless said otherwise.
    public init(
        statuses: [MachineStatus] = [], actions: [ActionPermission] = [], askHubSeconds: Double = 0,
        envelope: Envelope = Envelope()
    ) {
        self.statuses = statuses
        self.actions = actions
        self.askHubSeconds = askHubSeconds
        self.envelope = envelope
    }

    /// The permission for an action; nothing when it is not allowed.
    public func permission(for action: String) -> ActionPermission? {
        actions.first { $0.action == action }
    }
}
