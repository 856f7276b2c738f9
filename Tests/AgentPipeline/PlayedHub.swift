import AgentPipeline
import SyncCore
import SyncWire
import Synchronization
import Telemetry

/// A hub that takes everything, in order and once, while it can be reached.
final class PlayedHub: HubLink {
    struct State {
        var isReachable = true
        var events: [EventRecord] = []
        var cursor: EventCursor?
        var segments: [UInt64: SegmentRecord] = [:]
        var live: [LiveBatch] = []
    }

    let state = Mutex(State())

    func send(
        _ request: RoundRequest, deadlineSeconds: Double,
        completion: @escaping @Sendable (Result<RoundAnswer, RoundFailure>) -> Void
    ) {
        completion(
            state.withLock { state in
                guard state.isReachable else { return .failure(.unreachable("played")) }
                return .success(Self.take(request, &state))
            })
    }

    func reset() {}

    /// All payloads of events so far.
    var events: [EventPayload] {
        state.withLock { $0.events }.compactMap { try? EventPayload.decode(kind: $0.kind, payload: $0.payload) }
    }

    private static func take(_ request: RoundRequest, _ state: inout State) -> RoundAnswer {
        var cursor =
            state.cursor
            ?? EventCursor(seq: 0, chain: EventChain.start(of: request.hello.incarnation))
        for record in request.events?.records ?? [] where record.seq == cursor.seq + 1 {
            cursor = EventCursor(
                seq: record.seq, chain: EventChain.next(previous: cursor.chain, record: record))
            state.events.append(record)
        }
        state.cursor = cursor
        for segment in request.segments { state.segments[segment.seq] = segment }
        if let live = request.live { state.live.append(live) }
        let now = request.clock.agentSent
        return RoundAnswer(
            round: request.hello.round, incarnation: request.hello.incarnation, events: cursor,
            segments: request.segments.map { SegmentOutcome(seq: $0.seq, kind: .stored) },
            clock: ClockStamps(agentSent: now, hubReceived: now, hubSent: now))
    }
}
