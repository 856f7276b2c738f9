public import SyncCore
public import Telemetry

/// A copy of an agent's folder that a person may decide about.
public struct FolderCopy: Sendable, Equatable {
    /// Who it is.
    public var incarnation: IncarnationID
    /// On trial, apart or rejected.
    public var standing: IncarnationStanding
    /// Whether it was the agent, until another one took its place.
    public var wasCurrent: Bool
}
