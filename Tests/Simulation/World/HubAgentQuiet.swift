import SyncCore
import SyncWire
import Telemetry

extension HubAgent {
    /// Whether a round leaves everything as it is, so soon after one that was noted that the hub does not note it.
    func isQuiet(_ request: RoundRequest, _ plant: HubTables, of agent: AgentID, at now: Timestamp) -> Bool {
        let hello = request.hello
        let cursor = self[hello.incarnation].cursor
        guard request.events == nil, request.documents == nil, request.segments.isEmpty,
            current == hello.incarnation, !isContested, let heardAt,
            (0...Self.notedSeconds).contains(now.seconds(since: heardAt)), isSame(request.report.backlog),
            intervalSeconds == request.report.intervalSeconds,
            cursor.tokens == ResumeTokens(issued: [hello.resumeToken], shown: hello.resumeToken)
        else { return false }
        guard let downlink = hello.downlink else { return true }
        return downlink == cursor.downlink
            && !plant.hasNews(for: HubTables.Name(agent: agent, incarnation: hello.incarnation))
    }

    private func isSame(_ told: Backlog) -> Bool {
        guard let backlog else { return false }
        return (told.events, told.readings, told.segments) == (backlog.events, backlog.readings, backlog.segments)
    }

    private static let notedSeconds = 10.0
}

extension HubTables {
    /// Whether a document, a command or a record of the downlink waits for an incarnation.
    fileprivate func hasNews(for name: Name) -> Bool {
        documents.values.contains { $0.agent == name.agent && $0.isDirty }
            || commands.values.contains { $0.order.agent == name.agent && $0.isWaiting }
            || !(downlink[name] ?? []).isEmpty
    }
}
