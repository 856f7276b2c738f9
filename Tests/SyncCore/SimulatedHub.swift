import Runtime
import SyncCore
import SyncWire
import Telemetry

/// A hub's store in memory: what a transaction commits, or nothing of it.
struct SimulatedHub {
    var cursor: HubCursor?
    var events: [EventRecord] = []
    var segments: [UInt64: Digest] = [:]
    /// Readings rows, one entry for each insert, so that a second insert would show.
    var inserted: [UInt64] = []
    var tokens: UInt64 = 0

    /// One round; a crash before the commit leaves all as it was and gives no answer.
    mutating func serve(_ request: RoundRequest, at: Timestamp, crashes: Bool) -> RoundAnswer? {
        let decision = HubRound.plan(HubRound.inspect(request), cursor: cursor, knownSegments: segments)
        if crashes { return nil }
        var token: [UInt8] = []
        if decision.changesAnything {
            tokens += 1
            let before = cursor?.tokens ?? ResumeTokens()
            let after = before.after(
                request.hello.resumeToken, fresh: UniqueID(high: 1, low: tokens).bytes, changes: true)
            token = after.answer
            cursor = HubCursor(
                events: decision.cursor, newestSegment: max(cursor?.newestSegment ?? 0, decision.newestSegment),
                tokens: after.tokens)
        }
        events += decision.events.map(\.record)
        for segment in decision.segments {
            if case .store = segment.step {
                segments[segment.record.seq] = segment.record.digest
                inserted.append(segment.record.seq)
            }
        }
        return HubRound.answer(
            request, decision: decision, context: AnswerContext(receivedAt: at, sentAt: at, resumeToken: token))
    }
}
