public import SyncWire

/// What a session has to tell: for the log, the metrics, the agent's own pages and its autonomy.
public enum SessionReport: Sendable, Equatable {
    /// A round was answered again, or for the first time.
    case hubReachable
    /// So many failures in a row; acts of the edge now stand on their own.
    case hubUnreachable(failures: Int)
    /// A round failed; the next one waits so long.
    case roundFailed(RoundFailure, waitsSeconds: Double)
    /// What came in was not an answer to what was sent; nothing of it was used.
    case answerRefused(AnswerRefusal)
    /// The hub did not take the events.
    case eventsRefused(EventRefusal)
    /// The hub did not take the documents.
    case documentsRefused(EventRefusal)
    /// The downlink of an answer was not taken; it is asked for again.
    case downlinkRefused(DownlinkRefusal)
    /// The hub has less than it had acknowledged; what is still kept is sent again from this seq on.
    case hubWentBack(resendingFrom: UInt64)
    /// The hub keeps a segment apart, or asks for it again.
    case segmentNotTaken(SegmentOutcome)
    /// The hub keeps an event in its quarantine.
    case eventQuarantined(seq: UInt64)
    /// The hub keeps a record of stream D in its quarantine.
    case documentQuarantined(seq: UInt64)
    /// The hub has less of stream D than it had acknowledged; what is still kept is sent again from this seq on.
    case documentsWentBack(resendingFrom: UInt64)
    case held(Hold)
    case holdEnded(SyncStream?)
    /// `SYNC_STALLED`: credits and a link, but no progress for so long; the session was reset.
    case stalled(seconds: Double)
    /// The folder is an old one or a copy, or the hub lost what is no longer kept: it is re-labelled.
    case folderFound(Verdict)
    /// What is sent is kept apart by the hub, because another folder speaks for this agent.
    case keptApart(Verdict)
    /// It is not any more.
    case keptApartEnded
    /// The session stops until a person decides, or a new incarnation begins.
    case quarantined(code: String)
    case clockMeasured(ClockEstimate)
    /// The hub's clock is so far ahead that it is not adopted; with each measurement until one is.
    case clockRefused(ClockDisagreement)
}
