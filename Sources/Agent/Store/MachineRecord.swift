public import Telemetry

/// A machine that the agent has heard of, as it is kept over restarts.
public struct MachineRecord: Sendable, Equatable {
    public var key: MachineKey
    /// The name of its profile, as `pump`.
    public var profile: String
    public var status: MachineStatus
    /// What the device last said about its connection.
    public var isOnline: Bool
    public var firstSeen: Timestamp
    public var lastSeen: Timestamp

    public init(
        key: MachineKey, profile: String, status: MachineStatus, isOnline: Bool, firstSeen: Timestamp,
        lastSeen: Timestamp
    ) {
        self.key = key
        self.profile = profile
        self.status = status
        self.isOnline = isOnline
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }
}
