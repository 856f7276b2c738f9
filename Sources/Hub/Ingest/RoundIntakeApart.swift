internal import HubStore
internal import HubTenancy
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Rounds of incarnations that do not speak for their agent.
extension RoundIntake {
    /// Keeps events and segments beside the agent's own data.
    ///
    /// Documents and live values are not taken, and nothing goes down. What is kept counts as acknowledged: it is
    /// durable, and merged in when a person adopts it. Another segment under a number that is known goes to quarantine.
    func keepApart(
        _ round: InspectedRound, _ store: RoundStore, _ cursor: HubCursor, _ known: [UInt64: Digest],
        _ standing: IncarnationStanding
    ) throws -> RoundOutcome {
        let request = round.request
        try store.noteHeard(request.report, hello: request.hello, at: receivedAt)
        let decision = HubRound.plan(
            round, cursor: cursor, knownSegments: known,
            shared: try store.sharedPast(of: request, after: cursor.events),
            holds: holds + (try apartHolds(store)))
        var outcome = RoundOutcome(decision: decision, token: [], generation: cursor.generation)
        outcome.standing = standing
        outcome.decision.verdict = standing.verdict
        outcome.counts.apart = decision.events.count + decision.segments.count
        let taken = Set(decision.events.map(\.record.seq))
        let names = SharedPast.identities(of: request, after: cursor.events.seq).filter { taken.contains($0.seq) }
        for (event, name) in zip(decision.events, names) {
            try store.keepApart(.event(event.record, names: name.names, receivedAt: receivedAt), at: receivedAt)
        }
        for (index, segment) in decision.segments.enumerated() {
            switch segment.step {
            case .store, .quarantine: try store.keepApart(.segment(segment.record), at: receivedAt)
            case .collide(let existing): try quarantine(store, segment.record, colliding: existing, at: index, &outcome)
            case .duplicate, .hold: break
            }
        }
        try moveCursor(store, request, from: cursor, &outcome, challenges: false)
        return outcome
    }

    /// Takes in what an incarnation sent while it was apart, all of it in this transaction and a little at a time.
    func mergeApart(_ store: RoundStore, _ doubt: SegmentDoubt) throws {
        while true {
            let records = try store.takeApart(count: Self.mergedAtOnce)
            if records.isEmpty { return }
            for part in records.parts() { try merge(part, store, doubt) }
        }
    }

    private func merge(_ records: [ApartRecord], _ store: RoundStore, _ doubt: SegmentDoubt) throws {
        var events: [(seq: UInt64, names: [RecordOrigin], event: InspectedRound.Event)] = []
        var sent: [SegmentRecord] = []
        for record in records {
            switch record {
            case .event(let event, let names, _):
                events.append((event.seq, names, HubRound.inspect(event)))
            case .segment(let segment): sent.append(segment)
            }
        }
        let segments = RoundSegments(sent, window: nil)
        let shared = try store.sharedPast(of: events.map { ($0.seq, $0.names) }, segments: sent)
        var outcome = RoundOutcome(
            decision: HubRound.decision(
                events: events.map(\.event), segments: segments.inspected,
                knownSegments: try store.knownSegments(SharedPast.numbers(of: sent)), without: shared, doubt: doubt),
            token: [], generation: 0)
        // All of it is acknowledged, and it has a bound of its own.
        outcome.quarantine = .unbounded
        outcome.machines = try store.machines(machines(outcome.decision, segments, nil), at: receivedAt)
        try takeEvents(store, &outcome)
        try store.takeBackRemovals(outcome.machines, at: receivedAt)
        try takeSegments(store, segments, &outcome)
        let taken = Set(outcome.decision.events.map(\.record.seq))
        try store.keepLinks(events.filter { taken.contains($0.seq) }.map { ($0.seq, $0.names) })
    }

    /// Documents wait on the agent until it is clear whose they are; too much of the rest does so as well.
    private func apartHolds(_ store: RoundStore) throws -> [Hold] {
        func hold(_ stream: SyncStream?, _ limit: String, _ reason: String) -> Hold {
            Hold(
                stream: stream, until: receivedAt.advanced(seconds: Self.holdSeconds),
                milliseconds: UInt64(Self.holdSeconds * 1_000), limit: limit, reason: reason)
        }
        let documents = hold(.documents, "agent-apart", "Documents wait until a person adopts or rejects this copy.")
        guard try store.apartBytes() >= Self.apartBytesMax else { return [documents] }
        let reason = "This copy has sent \(Self.apartBytesMax >> 20) MiB that are kept apart; adopt or reject it."
        return [hold(nil, "apart-bytes", reason)]
    }

    private static let mergedAtOnce = 256
    private static let apartBytesMax = 64 << 20
    private static let holdSeconds = 60.0
}
