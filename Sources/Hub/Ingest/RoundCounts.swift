/// What a round held and what became of it, for metrics.
public struct RoundCounts: Sendable, Equatable {
    /// Events taken in.
    public var events = 0
    /// Events that the hub had already.
    public var eventsDuplicate = 0
    /// Events that went to quarantine.
    public var eventsQuarantined = 0
    /// Patches of documents taken in.
    public var documents = 0
    /// Patches that the hub had already.
    public var documentsDuplicate = 0
    /// Patches that went to quarantine.
    public var documentsQuarantined = 0
    /// Records of the downlink that were answered.
    public var downlink = 0
    /// Segments taken in.
    public var segments = 0
    /// Segments that the hub had already.
    public var segmentsDuplicate = 0
    /// Segments that went to quarantine, collisions among them.
    public var segmentsQuarantined = 0
    /// Streams and segments that stay with the agent, because its quarantine is full.
    public var quarantineHeld = 0
    /// Measured readings taken in.
    public var readings = 0
    /// Measured readings of those segments that had come in a segment of another branch of the folder.
    public var readingsShared = 0
    /// Derived values taken in.
    public var derived = 0
    /// Records and segments that came from an incarnation that does not speak for its agent.
    public var apart = 0
    /// How the agent's folder was found to be an old one or a copy; nothing when it was not.
    public var finding: String?
    /// The code with which all events of the round were refused.
    public var eventsRefused: String?
    /// The code with which all patches of documents of the round were refused.
    public var documentsRefused: String?
    /// The code by which the round counts; nothing for one that was not refused, not even in part.
    public var refusal: String?
}
