internal import SyncWire

/// Whether an answer can be the answer to what was sent.
enum AnswerCheck {
    /// Why not; nothing when it can.
    ///
    /// `written` is what the folder has. The hub may have more of it than was sent from here, when a copy of the folder
    /// sent it under the same name; the next round shows whose it is (`HubAhead`).
    static func refusal(
        of answer: RoundAnswer, to flight: Flight, _ progress: SessionProgress, written: Written
    ) -> AnswerRefusal? {
        guard answer.round == flight.round else { return .roundUnknown(answer.round) }
        guard answer.incarnation == progress.incarnation else { return .incarnationOther }
        guard RoundFrame.protocolVersions.contains(answer.protocolVersion) else {
            return .protocolUnsupported(answer.protocolVersion)
        }
        // What the hub says to a folder that it does not take for the one it knows may be of any history.
        if answer.verdict?.kind == .relabel { return nil }
        return eventsRefusal(answer, flight, written.events)
            ?? documentsRefusal(answer, flight, written.documents) ?? recordsRefusal(answer, flight)
    }

    /// The newest records of the folder.
    struct Written {
        var events: UInt64
        var documents: UInt64
    }

    private static func eventsRefusal(
        _ answer: RoundAnswer, _ flight: Flight, _ newest: UInt64
    ) -> AnswerRefusal? {
        // A hub that refuses the events says where it is, which may be anywhere.
        if answer.eventRefusal != nil { return nil }
        let written = max(newest, flight.events.last)
        guard answer.events.seq <= written else {
            return .eventsUnsent(acknowledged: answer.events.seq, written: written)
        }
        if let chain = flight.events.chain(at: answer.events.seq), chain != answer.events.chain {
            return .chainMismatch(seq: answer.events.seq)
        }
        return nil
    }

    private static func documentsRefusal(
        _ answer: RoundAnswer, _ flight: Flight, _ newest: UInt64
    ) -> AnswerRefusal? {
        guard answer.documentRefusal == nil, let cursor = answer.documents else { return nil }
        let written = max(newest, flight.documents.last)
        guard cursor.seq <= written else { return .documentsUnsent(acknowledged: cursor.seq, written: written) }
        if let chain = flight.documents.chain(at: cursor.seq), chain != cursor.chain {
            return .documentChainMismatch(seq: cursor.seq)
        }
        return nil
    }

    private static func recordsRefusal(_ answer: RoundAnswer, _ flight: Flight) -> AnswerRefusal? {
        let sent = Set(flight.segments)
        for outcome in answer.segments where !sent.contains(outcome.seq) { return .segmentUnsent(outcome.seq) }
        for seq in answer.quarantinedEvents where !flight.events.isUnderWay(seq) { return .quarantineUnsent(seq) }
        for seq in answer.quarantinedDocuments where !flight.documents.isUnderWay(seq) {
            return .documentQuarantineUnsent(seq)
        }
        return nil
    }
}
