internal import Runtime
public import SyncWire

/// Whether an agent's folder is the one that the hub spoke to last: by cursors, by chain, by resume token, by segments.
///
/// Pure, and without memory: the same round again gets the same verdict, and a round that comes late harms nobody,
/// because its answer is not waited for any more.
public enum FolderCheck {
    /// How a folder is found to be an old one or a copy; the code of the verdict.
    public enum Finding: String, Sendable, CaseIterable {
        /// The hub has records or segments that the folder never wrote, or was told of a downlink that it never had.
        case behind = "AGENT_BEHIND"
        /// The folder's history is not the one that the hub has.
        case broken = "CHAIN_BROKEN"
        /// The folder shows a token that was replaced, and heard of, meanwhile.
        case foreign = "TOKEN_FOREIGN"
        /// The folder sealed another segment under a number than the one that the hub has.
        case collision = "SEGMENT_COLLISION"
    }

    /// What the tokens say, unless the hub's own database went back: then they prove nothing.
    public static func resume(_ hello: AgentHello, _ cursor: HubCursor?) -> ResumeCheck {
        guard let cursor, !hubWentBack(hello, cursor) else { return .first }
        return cursor.tokens.check(hello.resumeToken)
    }

    /// How the folder is found to be old or a copy; nothing when it is the one that was heard last.
    ///
    /// Cursors say it first, then the chain, then the token, then the segments: the surest is named.
    /// `knownSegments` are the digests of the incarnation's own numbers, as far as the round names them: two folders
    /// that part between two rounds both show a good token, until each of them seals what came to it.
    public static func finding(
        _ request: RoundRequest, _ cursor: HubCursor?, knownSegments: [UInt64: Digest] = [:]
    ) -> Finding? {
        guard let cursor else { return nil }
        let hello = request.hello
        if isBehind(hello, cursor) { return .behind }
        if isOtherHistory(request, cursor) { return .broken }
        // An agent that knows no verdicts would send the same for ever; its cursors and chain are all that can tell.
        guard hello.protocolVersion >= 2 else { return nil }
        if resume(hello, cursor) == .foreign { return .foreign }
        let collides = request.segments.contains { knownSegments[$0.seq, default: $0.digest] != $0.digest }
        return collides ? .collision : nil
    }

    /// The verdict of a finding: the folder goes on under a new name.
    public static func verdict(_ finding: Finding, _ hello: AgentHello, _ cursor: HubCursor) -> Verdict {
        let message =
            switch finding {
            case .behind:
                "The hub has events up to \(cursor.events.seq) and segments up to \(cursor.newestSegment); the folder "
                    + "wrote \(hello.newestEvent) and \(hello.newestSegment)\(downlink(hello, cursor)): "
                    + "it is an old one."
            case .broken: "The folder's history differs from the hub's: it was restored or copied, and grew on."
            case .foreign: "The folder shows a token that was replaced since: it was restored or copied."
            case .collision: "The hub has another segment under a number of the folder's: it was restored or copied."
            }
        return Verdict(kind: .relabel, code: finding.rawValue, message: message)
    }

    private static func downlink(_ hello: AgentHello, _ cursor: HubCursor) -> String {
        guard let has = hello.downlink, let told = cursor.downlink, has.seq < told.seq else { return "" }
        return ", and has of the downlink \(has.seq) where it said \(told.seq)"
    }

    /// Before a folder says that it has a record of the downlink, the record is durable in it.
    private static func isBehind(_ hello: AgentHello, _ cursor: HubCursor) -> Bool {
        if hello.newestEvent < cursor.events.seq || hello.newestSegment < cursor.newestSegment { return true }
        if let has = hello.downlink, let told = cursor.downlink, has.seq < told.seq { return true }
        guard hello.documentsAcknowledged != nil, let documents = cursor.documents else { return false }
        return hello.newestDocument < documents.seq
    }

    private static func isOtherHistory(_ request: RoundRequest, _ cursor: HubCursor) -> Bool {
        if planted(.chainNotVerified) { return false }
        if differs(request.events, after: request.hello.acknowledged, from: cursor.events) { return true }
        guard let acknowledged = request.hello.documentsAcknowledged, let documents = cursor.documents else {
            return false
        }
        return differs(request.documents, after: acknowledged, from: documents)
    }

    /// Whether the agent's chain at the hub's cursor is another one than the hub's, as far as the round shows it.
    private static func differs(
        _ batch: EventBatch?, after acknowledged: EventCursor, from cursor: EventCursor
    ) -> Bool {
        if acknowledged.seq == cursor.seq { return acknowledged.chain != cursor.chain }
        guard let batch, let first = batch.records.first else { return false }
        if first.seq == cursor.seq + 1 { return batch.chainBefore != cursor.chain }
        var chain = batch.chainBefore
        for record in batch.records where record.seq <= cursor.seq {
            chain = EventChain.next(previous: chain, record: record)
            if record.seq == cursor.seq { return chain != cursor.chain }
        }
        return false
    }

    private static func hubWentBack(_ hello: AgentHello, _ cursor: HubCursor) -> Bool {
        if hello.acknowledged.seq > cursor.events.seq { return true }
        return hello.hubGeneration != 0 && cursor.generation != 0 && hello.hubGeneration != cursor.generation
    }
}
