public import Telemetry

/// A command to a device, as the hub last heard of it.
public struct PlantCommand: Sendable, Equatable {
    /// Its id.
    public var id: DeviceCommandID
    /// The profile's name of the action, as `stop`.
    public var name: String
    /// Where it is in its life.
    public var state: DeviceAction.State
    /// Why it is so.
    public var reason: String
    /// When it was asked for.
    public var requestedAt: Timestamp
    /// When it last changed.
    public var changedAt: Timestamp

    /// A command as it was read.
    public init(
        id: DeviceCommandID, name: String, state: DeviceAction.State, reason: String, requestedAt: Timestamp,
        changedAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.state = state
        self.reason = reason
        self.requestedAt = requestedAt
        self.changedAt = changedAt
    }
}
