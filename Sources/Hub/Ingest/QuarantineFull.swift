internal import SyncCore
internal import SyncWire

/// A record of a strict stream belongs in the quarantine, which does not take it: the round ends before it.
struct QuarantineFull: Error {
    /// The strict streams that agents send.
    static let streams = 2

    var stream: SyncStream
    var seq: UInt64
}

extension InspectedRound {
    /// The round as it would be if its agent had sent nothing of a stream from a record on.
    func upTo(_ end: QuarantineFull) -> InspectedRound {
        var round = self
        switch end.stream {
        case .events:
            round.events = events.filter { $0.record.seq < end.seq }
            round.request.events = request.events?.upTo(end.seq)
        case .documents:
            round.documents = documents.filter { $0.record.seq < end.seq }
            round.request.documents = request.documents?.upTo(end.seq)
        default: break
        }
        return round
    }
}

extension EventBatch {
    /// The records before one; nothing when there are none.
    fileprivate func upTo(_ seq: UInt64) -> EventBatch? {
        let before = records.filter { $0.seq < seq }
        return before.isEmpty ? nil : EventBatch(records: before, following: chainBefore)
    }
}
