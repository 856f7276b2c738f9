internal import Runtime
internal import SyncWire

/// What of a batch of a strict stream is new to the hub, if it is the continuation of what the hub has.
enum StreamPlanner {
    enum Outcome {
        /// The records from this place of the batch on are new; the cursor is that after them.
        case take(from: Int, after: EventCursor)
        case refuse(EventRefusal)
    }

    /// Refuses a gap, a broken chain and an agent that is behind itself; slices off what the hub has.
    static func slice(_ batch: EventBatch?, of stream: StreamPosition, after cursor: EventCursor) -> Outcome {
        if let refusal = helloRefusal(batch, stream, cursor) { return .refuse(refusal) }
        guard let batch, let first = batch.records.first else { return .take(from: 0, after: cursor) }
        guard first.seq <= cursor.seq + 1 else {
            return .refuse(
                refusal(
                    .gap, cursor,
                    "The hub has \(stream.records) up to \(cursor.seq); the round begins with \(first.seq)."))
        }
        var chain = batch.chainBefore
        let isVerified = !planted(.chainNotVerified)
        if first.seq == cursor.seq + 1, chain != cursor.chain, isVerified {
            return .refuse(broken(stream, cursor, at: cursor.seq))
        }
        for record in batch.records {
            chain = EventChain.next(previous: chain, record: record)
            if record.seq == cursor.seq, chain != cursor.chain, isVerified {
                return .refuse(broken(stream, cursor, at: cursor.seq))
            }
        }
        let last = batch.records[batch.records.count - 1].seq
        guard chain == batch.chainAfter else { return .refuse(broken(stream, cursor, at: last)) }
        let known = planted(.duplicatesNotSliced) ? 0 : cursor.seq
        let from = batch.records.firstIndex { $0.seq > known } ?? batch.records.count
        if from == batch.records.count { return .take(from: from, after: cursor) }
        return .take(from: from, after: EventCursor(seq: last, chain: chain))
    }

    /// What the hello alone shows: the hub lost something, or the agent's folder is an old one.
    private static func helloRefusal(
        _ batch: EventBatch?, _ stream: StreamPosition, _ cursor: EventCursor
    ) -> EventRefusal? {
        if stream.newest < cursor.seq {
            return refusal(
                .agentBehind, cursor,
                "The hub has \(stream.records) up to \(cursor.seq), but the agent wrote only \(stream.newest): "
                    + "its folder is old.")
        }
        let isVerified = !planted(.chainNotVerified)
        if stream.acknowledged.seq == cursor.seq, stream.acknowledged.chain != cursor.chain, isVerified {
            return broken(stream, cursor, at: cursor.seq)
        }
        if stream.acknowledged.seq > cursor.seq, (batch?.records.first?.seq ?? .max) > cursor.seq + 1 {
            return refusal(
                .hubBehind, cursor,
                "The hub has \(stream.records) up to \(cursor.seq), but had acknowledged \(stream.acknowledged.seq).")
        }
        return nil
    }

    private static func broken(_ stream: StreamPosition, _ cursor: EventCursor, at seq: UInt64) -> EventRefusal {
        refusal(.chainBroken, cursor, "The chain of the \(stream.records) does not agree with the hub's at \(seq).")
    }

    private static func refusal(_ code: EventRefusalCode, _ cursor: EventCursor, _ message: String) -> EventRefusal {
        EventRefusal(code: code.rawValue, message: message, expected: cursor.seq + 1)
    }
}
