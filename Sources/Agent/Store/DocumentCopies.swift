public import SyncCore
public import Telemetry

/// The three copies of one document.
public struct DocumentCopies: Sendable, Equatable {
    /// What holds here.
    public var local: Document
    /// What the hub is known to have.
    public var remote: Document
    /// What both last agreed on.
    public var base: Document
    /// Whether the hub is known to have all of it as it is here.
    public var isAgreed: Bool
    /// When it was last changed here.
    public var updated: Timestamp
}
