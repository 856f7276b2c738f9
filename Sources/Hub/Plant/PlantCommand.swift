public import Telemetry

/// A command to a device, as the hub last heard of it.
public struct PlantCommand: Sendable, Equatable {
    public var id: DeviceCommandID
    public var name: String
    public var state: DeviceAction.State
    public var reason: String
    public var requestedAt: Timestamp
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
