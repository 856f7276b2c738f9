internal import AgentStore
internal import Runtime
internal import SyncCore
internal import SyncWire

/// What a round costs an agent's store: the note that a segment is on its way, and the note that it arrived.
struct RoundTimer {
    let store: AgentStore
    let clock: SystemClock

    /// Plays rounds of one segment each, which a hub takes at once; prints the middle of each time in milliseconds.
    func run(rounds: Int) throws {
        var times: [[Double]] = [[], [], []]
        for round in 0..<rounds {
            let plan = Self.plan(UInt64(round))
            let moments = try [
                measured { _ = try store.contents(of: plan, at: clock.now()) },
                // The segment is noted already, so this is the same without the note.
                measured { _ = try store.contents(of: plan, at: clock.now()) },
                measured { try settle(UInt64(round)) },
            ]
            for (place, milliseconds) in moments.enumerated() { times[place].append(milliseconds) }
        }
        let middles = times.map { $0.sorted()[$0.count / 2] }
        print(
            """
            {"rounds": \(rounds), "gather_ms": \(middles[0]), "gather_without_note_ms": \(middles[1]), \
            "settle_ms": \(middles[2])}
            """)
    }

    private func settle(_ round: UInt64) throws {
        guard let seq = try store.unsentSegments(count: 1).first?.seq else { return }
        let settlement = Settlement(
            round: round, progress: try store.sessionProgress(), segments: [SegmentOutcome(seq: seq, kind: .stored)],
            quarantinedEvents: [], quarantinedDocuments: [], downlink: [], label: nil, safePosition: [])
        try store.settle(settlement, at: clock.now())
    }

    private func measured(_ body: () throws -> Void) rethrows -> Double {
        let began = clock.uptime()
        try body()
        return clock.uptime().seconds(since: began) * 1_000
    }

    private static func plan(_ round: UInt64) -> RoundPlan {
        RoundPlan(
            round: round, eventsAfter: nil, eventBytesMax: 0, eventsMax: 0, segmentsMax: 1, telemetryBytesMax: 1 << 20,
            telemetryBytesMin: 0, bytesMax: 1 << 20, takesLive: false)
    }
}
