import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

@Suite struct HubRoundTests {
    @Test func aFirstRoundIsTakenAndItsRepetitionChangesNothing() throws {
        let (agent, request) = try Self.request(events: 4, segments: 2)
        let first = HubRound.plan(HubRound.inspect(request), cursor: nil, knownSegments: [:])
        #expect(first.events.map(\.record.seq) == [1, 2, 3, 4])
        #expect(first.cursor == EventCursor(seq: 4, chain: agent.chains[4]))
        #expect(first.segments.map(\.record.seq) == [2, 1])
        #expect(first.resume == .first)
        let known = Dictionary(uniqueKeysWithValues: request.segments.map { ($0.seq, $0.digest) })
        let again = HubRound.plan(
            HubRound.inspect(request), cursor: HubCursor(events: first.cursor), knownSegments: known)
        #expect(again.events.isEmpty)
        #expect(again.duplicateEvents == 4)
        #expect(!again.changesAnything)
        #expect(again.segments.map(\.step) == [.duplicate, .duplicate])
        #expect(again.cursor == first.cursor)
    }

    @Test func whatTheHubHasIsSlicedOff() throws {
        let (agent, request) = try Self.request(events: 6)
        let cursor = HubCursor(events: EventCursor(seq: 2, chain: agent.chains[2]))
        let decision = HubRound.plan(HubRound.inspect(request), cursor: cursor, knownSegments: [:])
        #expect(decision.events.map(\.record.seq) == [3, 4, 5, 6])
        #expect(decision.duplicateEvents == 2)
    }

    @Test func aGapIsRefusedWithTheSeqThatIsExpected() throws {
        var (agent, request) = try Self.request(events: 6)
        request.events = EventBatch(records: Array(agent.events[3...]), following: agent.chains[3])
        let cursor = HubCursor(events: EventCursor(seq: 1, chain: agent.chains[1]))
        let decision = HubRound.plan(HubRound.inspect(request), cursor: cursor, knownSegments: [:])
        #expect(decision.eventRefusal?.code == "EVENT_GAP")
        #expect(decision.eventRefusal?.expected == 2)
        #expect(decision.cursor == cursor.events)
        #expect(!decision.changesAnything)
    }

    @Test func anotherHistoryIsRefused() throws {
        let (agent, request) = try Self.request(events: 6)
        let chains: [(HubCursor, RoundRequest)] = try [
            (HubCursor(events: EventCursor(seq: 3, chain: Digest(of: [1]))), request),
            (HubCursor(events: EventCursor(seq: 0, chain: Digest(of: [1]))), request),
            (
                HubCursor(events: EventCursor(seq: 0, chain: agent.chains[0])),
                Self.changed(request) { $0.chainAfter = $0.chainBefore }
            ),
            (
                HubCursor(events: EventCursor(seq: 0, chain: agent.chains[0])),
                Self.changed(request) { $0.records[1].payload[0] ^= 1 }
            ),
        ]
        for (cursor, request) in chains {
            let decision = HubRound.plan(HubRound.inspect(request), cursor: cursor, knownSegments: [:])
            #expect(decision.eventRefusal?.code == "CHAIN_BROKEN")
            #expect(!decision.changesAnything)
        }
    }

    @Test func aPoisonRecordIsQuarantinedAndAcknowledged() throws {
        var (agent, request) = try Self.request(events: 3)
        agent.events[1].kind = EventKind(rawValue: 999)
        request.events = EventBatch(records: agent.events, following: agent.chains[0])
        let decision = HubRound.plan(HubRound.inspect(request), cursor: nil, knownSegments: [:])
        #expect(decision.events.count == 3)
        #expect(decision.events[1].payload == .failure(.kindUnknown(999)))
        let context = AnswerContext(receivedAt: Timestamp(seconds: 1), sentAt: Timestamp(seconds: 2))
        let answer = HubRound.answer(request, decision: decision, context: context)
        #expect(answer.quarantinedEvents == [2])
        #expect(answer.events.seq == 3)
    }

    @Test func segmentsThatCannotBeReadAreQuarantined() throws {
        var (_, request) = try Self.request(events: 0, segments: 4)
        request.segments[0].digest = Digest(of: [])
        request.segments[1].readings = 99
        request.segments[2].payload[0] = 0
        request.segments[2].digest = Digest(of: request.segments[2].payload)
        let decision = HubRound.plan(HubRound.inspect(request), cursor: nil, knownSegments: [:])
        #expect(
            decision.segments.dropLast().map(\.step) == [
                .quarantine(.digestMismatch), .quarantine(.summaryMismatch), .quarantine(.undecodable(.badMagic)),
            ])
        let context = AnswerContext(receivedAt: Timestamp(seconds: 1), sentAt: Timestamp(seconds: 2))
        let answer = HubRound.answer(request, decision: decision, context: context)
        #expect(answer.segments.map(\.kind) == [.quarantined, .quarantined, .quarantined, .stored])
        #expect(answer.segments[0].code == "SEGMENT_DIGEST_MISMATCH")
    }

    @Test func theSameSeqWithAnotherDigestIsACollision() throws {
        var (_, request) = try Self.request(events: 0, segments: 2)
        let known = [request.segments[0].seq: Digest(of: [1])]
        request.segments[1].seq = 7
        request.segments.append(request.segments[1])
        let decision = HubRound.plan(HubRound.inspect(request), cursor: nil, knownSegments: known)
        #expect(decision.segments[0].step == .collide(existing: Digest(of: [1])))
        #expect(decision.segments[2].step == .duplicate)
    }

    @Test func ofASegmentThatIsMadeOfOthersOnlyWhatIsNewIsTaken() throws {
        var (_, request) = try Self.request(events: 0, segments: 3)
        request.segments[0].originals = [SegmentReference(seq: 1, digest: request.segments[2].digest)]  // seq 3
        let steps = { (known: [UInt64: Digest]) in
            HubRound.plan(HubRound.inspect(request), cursor: nil, knownSegments: known).segments
        }
        let first = steps([1: request.segments[2].digest])
        #expect(first[0].isPartlyKnown && !first[1].isPartlyKnown && first[2].step == .duplicate)
        let other = steps([1: Digest(of: [1])])
        #expect(other[0].step == .quarantine(.originalReplaced(seq: 1)))
        // The other way round: what it stands for comes late, here in the same round.
        let second = steps([:])
        #expect(second[2].step == .duplicate)
        guard case .store = second[0].step else { return #expect(Bool(false), "\(second[0])") }
    }

    @Test func aHoldNeitherTakesNorDrops() throws {
        let (_, request) = try Self.request(events: 2, segments: 1)
        let hold = Hold(stream: nil, until: Timestamp(seconds: 9), milliseconds: 1, limit: "plan", reason: "expired")
        let decision = HubRound.plan(HubRound.inspect(request), cursor: nil, knownSegments: [:], holds: [hold])
        #expect(!decision.changesAnything)
        #expect(decision.segments.map(\.step) == [.hold(hold)])
        #expect(decision.eventRefusal == nil)
    }

    private static func changed(_ request: RoundRequest, _ change: (inout EventBatch) -> Void) throws -> RoundRequest {
        var copy = request
        var batch = try required(copy.events)
        change(&batch)
        copy.events = batch
        return copy
    }

    private static func request(events: Int, segments: Int = 0) throws -> (SimulatedAgent, RoundRequest) {
        var random = SeededRandom(seed: 5)
        var agent = SimulatedAgent(IncarnationID(.random(using: &random)))
        for _ in 0..<events { agent.writeEvent(&random, at: Timestamp(seconds: 1)) }
        for _ in 0..<segments { try agent.sealSegment(&random) }
        let hello = AgentHello(
            software: "test", incarnation: agent.incarnation, round: 1, resumeToken: [], hubGeneration: 0,
            acknowledged: agent.progress.acknowledged, newestEvent: UInt64(events), newestSegment: UInt64(segments))
        let request = RoundRequest(
            hello: hello,
            events: events == 0 ? nil : EventBatch(records: agent.events, following: agent.chains[0]),
            segments: agent.segments.reversed(), live: nil, report: AgentReport(backlog: .empty, disk: nil),
            clock: ClockStamps(agentSent: Timestamp(seconds: 1)))
        return (agent, request)
    }
}
