public import SyncWire

/// Rounds of which nothing is taken, and what was kept apart.
extension HubRound {
    /// Reads the payload of one event.
    public static func inspect(_ record: EventRecord) -> InspectedRound.Event {
        InspectedRound.Event(
            record: record,
            payload: Result { () throws(EventPayloadError) in
                try EventPayload.decode(kind: record.kind, payload: record.payload)
            })
    }

    /// Reads one segment, within the limits of every round.
    public static func inspect(_ record: SegmentRecord) -> InspectedRound.Segment {
        InspectedRound.Segment(record: record, content: content(of: record, .standard))
    }

    /// A decision that takes nothing: because of the folder, with its verdict, or because of who speaks.
    public static func refusal(
        of round: InspectedRound, cursor: HubCursor, finding: FolderCheck.Finding? = nil
    ) -> RoundDecision {
        if let finding { return refuse(round, finding, cursor) }
        let hello = round.request.hello
        return RoundDecision(
            events: [], duplicateEvents: 0, cursor: cursor.events, eventRefusal: nil, documents: [],
            duplicateDocuments: 0, documentCursor: hello.documentsAcknowledged == nil ? nil : cursor.documents,
            documentRefusal: nil, segments: [], resume: FolderCheck.resume(hello, cursor), holds: [])
    }

    /// What is to be taken in of what was kept apart, without what has come from another incarnation meanwhile.
    ///
    /// `knownSegments` are those of the copy's own numbers, as for a round, and `doubt` is its own.
    public static func decision(
        events: [InspectedRound.Event], segments: [InspectedRound.Segment], knownSegments: [UInt64: Digest],
        without shared: SharedPast, doubt: SegmentDoubt = SegmentDoubt()
    ) -> RoundDecision {
        var decision = RoundDecision(
            events: events, duplicateEvents: 0, cursor: EventCursor(seq: 0, chain: Digest(of: [])), eventRefusal: nil,
            documents: [], duplicateDocuments: 0, documentCursor: nil, documentRefusal: nil,
            segments: SegmentPlanner.steps(segments, known: knownSegments, shared: shared, hold: nil), resume: .first,
            holds: [])
        decision.hold(against: doubt)
        shared.removeEvents(from: &decision)
        return decision
    }
}
