public import Telemetry

/// A machine that the agent has heard of, as it is kept over restarts.
public struct MachineRecord: Sendable, Equatable {
    /// How the edge names it.
    public var key: MachineKey
    /// The name of its profile, as `pump`.
    public var profile: String
    /// What it is allowed to do.
    public var status: MachineStatus
    /// What the device last said about its connection.
    public var isOnline: Bool
    /// When it was first heard of.
    public var firstSeen: Timestamp
    /// When it was last heard of, as of the last change of the record.
    public var lastSeen: Timestamp

    /// A record of these parts.
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
