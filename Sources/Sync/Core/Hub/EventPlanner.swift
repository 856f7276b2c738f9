internal import SyncWire

/// What of a round's events is new to the hub, if they are the continuation of what it has.
enum EventPlanner {
    enum Outcome {
        case take([InspectedRound.Event], duplicates: Int, after: EventCursor)
        case refuse(EventRefusal)
    }

    /// Refuses a gap, a broken chain and an agent that is behind itself; slices off what the hub has.
    static func slice(_ round: InspectedRound, after cursor: EventCursor) -> Outcome {
        if let refusal = helloRefusal(round.request, cursor) { return .refuse(refusal) }
        guard let batch = round.request.events, let first = batch.records.first else {
            return .take([], duplicates: 0, after: cursor)
        }
        guard first.seq <= cursor.seq + 1 else {
            return .refuse(
                refusal(.gap, cursor, "The hub has events up to \(cursor.seq); the round begins with \(first.seq)."))
        }
        var chain = batch.chainBefore
        if first.seq == cursor.seq + 1, chain != cursor.chain { return .refuse(broken(cursor, at: cursor.seq)) }
        for record in batch.records {
            chain = EventChain.next(previous: chain, record: record)
            if record.seq == cursor.seq, chain != cursor.chain { return .refuse(broken(cursor, at: cursor.seq)) }
        }
        let last = batch.records[batch.records.count - 1].seq
        guard chain == batch.chainAfter else { return .refuse(broken(cursor, at: last)) }
        let fresh = round.events.filter { $0.record.seq > cursor.seq }
        let duplicates = round.events.count - fresh.count
        if fresh.isEmpty { return .take([], duplicates: duplicates, after: cursor) }
        return .take(fresh, duplicates: duplicates, after: EventCursor(seq: last, chain: chain))
    }

    /// What the hello alone shows: the hub lost something, or the agent's folder is an old one.
    private static func helloRefusal(_ request: RoundRequest, _ cursor: EventCursor) -> EventRefusal? {
        let hello = request.hello
        if hello.newestEvent < cursor.seq {
            return refusal(
                .agentBehind, cursor,
                "The hub has event \(cursor.seq), but the agent wrote only \(hello.newestEvent): its folder is old."
            )
        }
        if hello.acknowledged.seq == cursor.seq, hello.acknowledged.chain != cursor.chain {
            return broken(cursor, at: cursor.seq)
        }
        if hello.acknowledged.seq > cursor.seq, (request.events?.records.first?.seq ?? .max) > cursor.seq + 1 {
            return refusal(
                .hubBehind, cursor,
                "The hub has events up to \(cursor.seq), but had acknowledged \(hello.acknowledged.seq).")
        }
        return nil
    }

    private static func broken(_ cursor: EventCursor, at seq: UInt64) -> EventRefusal {
        refusal(.chainBroken, cursor, "The chain of the events does not agree with the hub's at \(seq).")
    }

    private static func refusal(_ code: EventRefusalCode, _ cursor: EventCursor, _ message: String) -> EventRefusal {
        EventRefusal(code: code.rawValue, message: message, expected: cursor.seq + 1)
    }
}
