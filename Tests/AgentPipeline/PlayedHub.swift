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
        /// Stream D as it came in, and what goes down.
        var documents: [EventRecord] = []
        var downlink: [(kind: EventKind, payload: [UInt8])] = []
        /// What the next answer says of the folder.
        var verdict: Verdict?
        /// How far its clock is ahead.
        var aheadSeconds = 0.0
        /// Models by their digests, and how often each was asked for.
        var models: [Digest: [UInt8]] = [:]
        var fetches: [Digest: Int] = [:]
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

    func fetch(_ wish: ModelWish, completion: @escaping @Sendable (Result<[UInt8], RoundFailure>) -> Void) {
        completion(
            state.withLock { state in
                state.fetches[wish.digest, default: 0] += 1
                guard state.isReachable, let bytes = state.models[wish.digest] else {
                    return .failure(.refused(status: 404, code: "NOT_FOUND", retryAfterSeconds: nil))
                }
                return .success(bytes)
            })
    }

    func reset() {}

    /// All payloads of events so far.
    var events: [EventPayload] {
        state.withLock { $0.events }.compactMap { try? EventPayload.decode(kind: $0.kind, payload: $0.payload) }
    }

    /// Sends something down with the next answer.
    func send(_ payload: DownlinkPayload) {
        state.withLock { $0.downlink.append((payload.kind, payload.encode())) }
    }

    /// What became of a command, in order.
    func states(of id: DeviceCommandID) -> [CommandResult] {
        events.compactMap { if case .commandResult(let result) = $0, result.id == id { result } else { nil } }
    }

    private static func take(
        _ batch: EventBatch?, _ incarnation: IncarnationID, _ state: inout State
    ) -> EventCursor {
        for record in batch?.records ?? [] where record.seq == UInt64(state.documents.count) + 1 {
            state.documents.append(record)
        }
        let chain = state.documents.reduce(EventChain.start(of: incarnation, stream: .documents)) {
            EventChain.next(previous: $0, record: $1)
        }
        return EventCursor(seq: UInt64(state.documents.count), chain: chain)
    }

    private static func chained(
        _ payloads: [(kind: EventKind, payload: [UInt8])], _ incarnation: IncarnationID
    ) -> (records: [EventRecord], chains: [Digest]) {
        var chains = [EventChain.start(of: incarnation, stream: .downlink)]
        let records = payloads.enumerated().map { index, item in
            EventRecord(seq: UInt64(index) + 1, kind: item.kind, priority: .routine, payload: item.payload)
        }
        for record in records { chains.append(EventChain.next(previous: chains[chains.count - 1], record: record)) }
        return (records, chains)
    }

    private static func take(_ request: RoundRequest, _ state: inout State) -> RoundAnswer {
        var cursor =
            state.cursor
            ?? EventCursor(seq: 0, chain: EventChain.start(of: request.hello.incarnation))
        if let verdict = state.verdict {
            (state.verdict, state.cursor) = (nil, nil)
            (state.documents, state.downlink) = ([], [])
            return RoundAnswer(
                round: request.hello.round, incarnation: request.hello.incarnation, events: cursor, verdict: verdict,
                segments: [], clock: ClockStamps(agentSent: request.clock.agentSent))
        }
        for record in request.events?.records ?? [] where record.seq == cursor.seq + 1 {
            cursor = EventCursor(
                seq: record.seq, chain: EventChain.next(previous: cursor.chain, record: record))
            state.events.append(record)
        }
        state.cursor = cursor
        for segment in request.segments { state.segments[segment.seq] = segment }
        if let live = request.live { state.live.append(live) }
        let now = request.clock.agentSent.advanced(seconds: state.aheadSeconds)
        let known = Int(request.hello.downlink?.seq ?? 0)
        let (records, chains) = Self.chained(state.downlink, request.hello.incarnation)
        let down = Array(records.dropFirst(known))
        return RoundAnswer(
            round: request.hello.round, incarnation: request.hello.incarnation, events: cursor,
            documents: Self.take(request.documents, request.hello.incarnation, &state),
            downlink: down.isEmpty ? nil : EventBatch(records: down, following: chains[known]),
            segments: request.segments.map { SegmentOutcome(seq: $0.seq, kind: .stored) },
            clock: ClockStamps(agentSent: request.clock.agentSent, hubReceived: now, hubSent: now))
    }
}
