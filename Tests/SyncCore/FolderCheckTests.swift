import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// How the hub finds a restored or copied folder: every combination of cursor, chain and token.
@Suite struct FolderCheckTests {
    enum Reach: CaseIterable { case short, level, beyond }
    enum Line: CaseIterable { case same, other }
    enum Shown: CaseIterable { case issued, earlier, old }

    /// The hub has events up to 4; the folder acknowledged 2 of them, and shows what it wrote after those.
    private static func finding(
        events: Reach, segments: Reach, line: Line, shown: Shown, generation: UInt64 = 1
    ) throws -> FolderCheck.Finding? {
        var random = SeededRandom(seed: 5)
        let incarnation = IncarnationID(.random(using: &random))
        var hub = SimulatedAgent(incarnation)
        for _ in 0..<2 { hub.writeEvent(&random, at: Timestamp(seconds: 1)) }
        var folder = hub
        for _ in 0..<2 { hub.writeEvent(&random, at: Timestamp(seconds: 1)) }
        let own = [Reach.short: 1, .level: 2, .beyond: 5][events] ?? 0
        if line == .same { folder.events += hub.events[2..<min(2 + own, 4)] }
        while folder.events.count < 2 + own { folder.writeEvent(&random, at: Timestamp(seconds: 2)) }
        let tokens = ResumeTokens(issued: [[7], [8]], shown: [6])
        let cursor = HubCursor(
            events: EventCursor(seq: 4, chain: hub.chains[4]), newestSegment: 5, generation: 1, tokens: tokens)
        let request = RoundRequest(
            hello: AgentHello(
                software: "test", incarnation: incarnation, round: 1,
                resumeToken: [Shown.issued: [8], .earlier: [6], .old: [5]][shown] ?? [], hubGeneration: generation,
                acknowledged: EventCursor(seq: 2, chain: hub.chains[2]), newestEvent: UInt64(folder.events.count),
                newestSegment: [Reach.short: 4, .level: 5, .beyond: 6][segments] ?? 0),
            events: EventBatch(records: Array(folder.events[2...]), following: hub.chains[2]), segments: [], live: nil,
            report: AgentReport(backlog: .empty, disk: nil), clock: ClockStamps(agentSent: Timestamp(seconds: 1)))
        return FolderCheck.finding(request, cursor)
    }

    @Test func everyCombination() throws {
        for events in Reach.allCases {
            for segments in Reach.allCases {
                for line in Line.allCases {
                    for shown in Shown.allCases {
                        let expected: FolderCheck.Finding? =
                            if events == .short || segments == .short {
                                .behind
                            } else if line == .other { .broken } else { shown == .old ? .foreign : nil }
                        let found = try Self.finding(events: events, segments: segments, line: line, shown: shown)
                        #expect(found == expected, "\(events) \(segments) \(line) \(shown)")
                    }
                }
            }
        }
    }

    @Test func aHubThatWentBackTrustsNoToken() throws {
        #expect(try Self.finding(events: .level, segments: .level, line: .same, shown: .old, generation: 2) == nil)
        #expect(try Self.finding(events: .level, segments: .level, line: .other, shown: .old, generation: 2) == .broken)
    }

    @Test func nothingIsTakenOfAFolderThatIsToBeRelabelled() throws {
        var random = SeededRandom(seed: 3)
        var agent = SimulatedAgent(IncarnationID(.random(using: &random)))
        agent.writeEvent(&random, at: Timestamp(seconds: 1))
        try agent.sealSegment(&random)
        let tokens = ResumeTokens(issued: [[7]], shown: [7])
        let cursor = HubCursor(events: EventCursor(seq: 0, chain: agent.chains[0]), tokens: tokens)
        let request = RoundRequest(
            hello: AgentHello(
                software: "test", incarnation: agent.incarnation, round: 1, resumeToken: [6], hubGeneration: 0,
                acknowledged: agent.progress.acknowledged, newestEvent: 1, newestSegment: 1),
            events: EventBatch(records: agent.events, following: agent.chains[0]), segments: agent.segments, live: nil,
            report: AgentReport(backlog: .empty, disk: nil), clock: ClockStamps(agentSent: Timestamp(seconds: 1)))
        let decision = HubRound.plan(HubRound.inspect(request), cursor: cursor, knownSegments: [:])
        #expect(!decision.changesAnything)
        let answer = HubRound.answer(
            request, decision: decision,
            context: AnswerContext(receivedAt: Timestamp(seconds: 1), sentAt: Timestamp(seconds: 1)))
        #expect(answer.verdict?.kind == .relabel)
        #expect(answer.verdict?.code == "TOKEN_FOREIGN")
        #expect(answer.segments.isEmpty)
        #expect(answer.events == cursor.events)
    }

    @Test func anotherSegmentUnderANumberIsAnotherFolder() throws {
        let incarnation = IncarnationID(UniqueID(high: 1, low: 1))
        let start = EventCursor(seq: 0, chain: EventChain.start(of: incarnation))
        let cursor = HubCursor(events: start, newestSegment: 4, generation: 1)
        func finding(_ known: [UInt64: Digest], version: UInt32 = 2) -> FolderCheck.Finding? {
            let segments = [3, 5].map { (seq: UInt64) in
                SegmentRecord(
                    seq: seq, digest: Digest(of: [UInt8(seq)]), readings: 0, derived: 0, firstTime: 0, lastTime: 0,
                    payload: [])
            }
            let hello = AgentHello(
                protocolVersion: version, software: "test", incarnation: incarnation, round: 1, resumeToken: [],
                hubGeneration: 1, acknowledged: start, newestEvent: 0, newestSegment: 5)
            return FolderCheck.finding(
                RoundRequest(
                    hello: hello, events: nil, segments: segments, live: nil,
                    report: AgentReport(backlog: .empty, disk: nil),
                    clock: ClockStamps(agentSent: Timestamp(seconds: 1))), cursor, knownSegments: known)
        }
        #expect(finding([:]) == nil)
        #expect(finding([3: Digest(of: [3]), 4: Digest(of: [9])]) == nil)
        #expect(finding([3: Digest(of: [3]), 5: Digest(of: [9])]) == .collision)
        // An agent that knows no verdicts is told of the segment alone.
        #expect(finding([5: Digest(of: [9])], version: 1) == nil)
    }

    /// The hub lets go of what the agent said that it has: a folder without it can never be given it again.
    @Test(arguments: [(0, true), (2, true), (3, false), (4, false)])
    func aFolderWithoutWhatItSaidThatItHasIsAnOldOne(has: Int, isOld: Bool) throws {
        let incarnation = IncarnationID(UniqueID(high: 1, low: 1))
        let start = EventCursor(seq: 0, chain: EventChain.start(of: incarnation))
        func downlink(_ seq: Int) -> EventCursor { EventCursor(seq: UInt64(seq), chain: Digest(of: [UInt8(seq)])) }
        let cursor = HubCursor(events: start, downlink: downlink(3), generation: 1)
        let hello = AgentHello(
            software: "test", incarnation: incarnation, round: 1, resumeToken: [], hubGeneration: 1,
            acknowledged: start, newestEvent: 0, newestSegment: 0, downlink: downlink(has))
        let request = RoundRequest(
            hello: hello, events: nil, segments: [], live: nil, report: AgentReport(backlog: .empty, disk: nil),
            clock: ClockStamps(agentSent: Timestamp(seconds: 1)))
        let finding = FolderCheck.finding(request, cursor)
        #expect(finding == (isOld ? .behind : nil))
        guard let finding else { return }
        let message = FolderCheck.verdict(finding, hello, cursor).message
        #expect(message.contains("has of the downlink \(has) where it said 3"))
    }
}
