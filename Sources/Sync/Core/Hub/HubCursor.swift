public import SyncWire

/// What the hub has of one incarnation of one agent, as its locked row says.
public struct HubCursor: Sendable, Equatable {
    /// How far stream E is stored.
    public var events: EventCursor
    /// The resume token of the last answer; empty before the first.
    public var resumeToken: [UInt8]
    /// The one before it, because the last answer may have been lost.
    public var previousResumeToken: [UInt8]

    /// A cursor as it is in the row; without tokens the hub has answered nothing yet.
    public init(events: EventCursor, resumeToken: [UInt8] = [], previousResumeToken: [UInt8] = []) {
        self.events = events
        self.resumeToken = resumeToken
        self.previousResumeToken = previousResumeToken
    }
}
