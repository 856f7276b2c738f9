public import Telemetry

/// The hub takes a command back; one that has gone to the device is not stopped by it.
public struct CommandCancel: Sendable, Equatable {
    /// The command.
    public var id: DeviceCommandID
    /// Why, for people.
    public var reason: String
    /// When the hub took it back.
    public var at: Timestamp

    /// A cancel by its parts.
    public init(id: DeviceCommandID, reason: String, at: Timestamp) {
        self.id = id
        self.reason = reason
        self.at = at
    }
}
