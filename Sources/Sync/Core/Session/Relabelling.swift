public import SyncWire

/// A folder goes on as a new incarnation, with what is its own: what the hub does not have under the old one.
public struct Relabelling: Sendable, Equatable {
    /// The round in whose answer this was found out.
    public var round: UInt64
    /// Why.
    public var verdict: Verdict
    /// Where the hub stands in stream E of the old incarnation.
    public var hubEvents: EventCursor
    /// Where the hub stands in stream D of the old incarnation; nothing for a hub that has no documents.
    public var hubDocuments: EventCursor?

    /// A relabelling by its parts.
    public init(round: UInt64, verdict: Verdict, hubEvents: EventCursor, hubDocuments: EventCursor?) {
        self.round = round
        self.verdict = verdict
        self.hubEvents = hubEvents
        self.hubDocuments = hubDocuments
    }

    /// Whether another branch of the folder may have done what this one has still to do.
    ///
    /// Not where it was the hub that lost records: then the folder is the one that it always was.
    public var hasOtherBranch: Bool {
        ![AgentSession.eventsNotKept, AgentSession.documentsNotKept].contains(verdict.code)
    }

    /// The newest record of a strict stream that folder and hub certainly share; what follows it is the folder's own.
    ///
    /// `acknowledged` is what the hub is known to have had; `chainAtHub` the folder's own chain at the hub's seq, where
    /// the folder still keeps that record. Chains run over all that came before, so one that agrees proves the whole
    /// history up to it. Where none can be compared, what was acknowledged is shared as long as the hub is not behind
    /// it; otherwise nothing is known to be, and all that is kept goes again: the hub knows the shared records by
    /// their origins, and takes none of them twice.
    public static func sharedThrough(
        acknowledged: EventCursor, hub: EventCursor, chainAtHub: Digest?
    ) -> UInt64 {
        if chainAtHub == hub.chain { return hub.seq }
        return hub.seq > acknowledged.seq ? acknowledged.seq : 0
    }
}
