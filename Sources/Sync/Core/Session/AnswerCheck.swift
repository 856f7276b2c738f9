internal import SyncWire

/// Whether an answer can be the answer to what was sent.
enum AnswerCheck {
    /// Why not; nothing when it can.
    ///
    /// `sentThrough` is the newest event that may ever have been sent.
    static func refusal(
        of answer: RoundAnswer, to flight: Flight, _ progress: SessionProgress, sentThrough: UInt64
    ) -> AnswerRefusal? {
        guard answer.round == flight.round else { return .roundUnknown(answer.round) }
        guard answer.incarnation == progress.incarnation else { return .incarnationOther }
        guard answer.protocolVersion == RoundFrame.protocolVersion else {
            return .protocolUnsupported(answer.protocolVersion)
        }
        return eventsRefusal(answer, flight, sentThrough) ?? recordsRefusal(answer, flight)
    }

    private static func eventsRefusal(
        _ answer: RoundAnswer, _ flight: Flight, _ sentThrough: UInt64
    ) -> AnswerRefusal? {
        // A hub that refuses the events says where it is, which may be anywhere.
        if answer.eventRefusal != nil { return nil }
        guard answer.events.seq <= max(sentThrough, flight.lastEvent) else {
            return .eventsUnsent(acknowledged: answer.events.seq, sent: max(sentThrough, flight.lastEvent))
        }
        if let chain = flight.chain(at: answer.events.seq), chain != answer.events.chain {
            return .chainMismatch(seq: answer.events.seq)
        }
        return nil
    }

    private static func recordsRefusal(_ answer: RoundAnswer, _ flight: Flight) -> AnswerRefusal? {
        let sent = Set(flight.segments)
        for outcome in answer.segments where !sent.contains(outcome.seq) { return .segmentUnsent(outcome.seq) }
        for seq in answer.quarantinedEvents where seq <= flight.base.seq || seq > flight.lastEvent {
            return .quarantineUnsent(seq)
        }
        return nil
    }
}
