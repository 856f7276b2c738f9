internal import Runtime
internal import SyncWire

/// What is under way in a round, to compare the answer with.
struct Flight: Sendable {
    var round: UInt64
    var events: FlightStream
    var documents: FlightStream
    var segments: [UInt64]
    var bytes: Int
    var hasMore: Bool
    var sentAt: Uptime

    /// Nothing when the records of a strict stream do not follow what the hub has.
    init?(
        _ contents: RoundContents, round: UInt64, following progress: SessionProgress, ahead: HubAhead,
        sentAt: Uptime
    ) {
        guard
            let events = FlightStream(
                contents.events, chainBefore: contents.chainBefore, following: progress.acknowledged,
                ahead: ahead.events),
            let documents = FlightStream(
                contents.documents, chainBefore: contents.documentsChainBefore,
                following: progress.documentsAcknowledged, ahead: ahead.documents)
        else { return nil }
        self.round = round
        self.events = events
        self.documents = documents
        segments = contents.segments.map(\.seq)
        bytes =
            contents.events.reduce(0) { $0 + $1.payload.count }
            + contents.documents.reduce(0) { $0 + $1.payload.count }
            + contents.segments.reduce(0) { $0 + $1.payload.count }
        hasMore = contents.hasMore
        self.sentAt = sentAt
    }
}
