public import Telemetry

/// What the agent may do to a machine without being asked; anything else becomes a recommendation.
public struct AutonomyPolicy: Sendable, Equatable {
    /// Statuses that it may set.
    public var statuses: [MachineStatus]
    /// Actions that it may send.
    public var actions: [ActionPermission]
    /// How long the hub is asked first while it can be reached; 0 for not at all.
    public var askHubSeconds: Double

    /// Nothing is allowed unless said otherwise.
    public init(statuses: [MachineStatus] = [], actions: [ActionPermission] = [], askHubSeconds: Double = 0) {
        self.statuses = statuses
        self.actions = actions
        self.askHubSeconds = askHubSeconds
    }

    /// The permission for an action; nothing when it is not allowed.
    public func permission(for action: String) -> ActionPermission? {
        actions.first { $0.action == action }
    }
}
