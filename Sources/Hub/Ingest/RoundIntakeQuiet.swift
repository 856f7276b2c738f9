internal import HubStore
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Most rounds bring nothing and find nothing: they are answered by one look.
extension RoundIntake {
    /// The outcome of a round that leaves everything as it is; nothing for any other, which goes the whole way.
    func takeQuiet(_ round: InspectedRound, _ store: RoundStore) throws -> RoundOutcome? {
        let request = round.request
        let hello = request.hello
        guard ends.isEmpty, request.events == nil, request.documents == nil, request.segments.isEmpty,
            request.live?.machines.isEmpty ?? true,
            let cursor = try store.quietCursor(
                request.report, hello: hello, certificate: agent.certificate, at: receivedAt),
            FolderCheck.finding(request, cursor) == nil, FolderCheck.resume(hello, cursor) == .current,
            hello.downlink == nil || hello.downlink == cursor.downlink
        else { return nil }
        let next = cursor.tokens.after(hello.resumeToken, fresh: token, changes: false)
        let decision = HubRound.plan(round, cursor: cursor, knownSegments: [:], holds: holds)
        guard next.tokens == cursor.tokens, !decision.changesAnything, decision.cursor == cursor.events else {
            return nil
        }
        return RoundOutcome(decision: decision, token: next.answer, generation: cursor.generation)
    }
}
