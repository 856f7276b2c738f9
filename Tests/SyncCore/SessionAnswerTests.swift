import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// What a hub may say, and what it may not.
@Suite struct SessionAnswerTests {
    @Test func answersToOtherRoundsChangeNothing() throws {
        var driver = SessionDriver()
        driver.write(events: 2)
        driver.start()
        let request = try driver.gather()
        var late = driver.acceptance(of: request)
        late.round += 7
        driver.answer(late)
        #expect(driver.reports == [.answerRefused(.roundUnknown(late.round))])
        driver.answer(driver.acceptance(of: request))
        #expect(driver.settlement?.progress.acknowledged.seq == 2)
    }

    @Test func acknowledgingWhatWasNeverWrittenIsRefused() throws {
        let cases: [(inout RoundAnswer) -> AnswerRefusal] = [
            { answer in
                answer.events.seq = 9
                return .eventsUnsent(acknowledged: 9, written: 2)
            },
            { answer in
                answer.events.chain = Digest(of: [])
                return .chainMismatch(seq: 2)
            },
            { answer in
                answer.segments = [SegmentOutcome(seq: 5, kind: .stored)]
                return .segmentUnsent(5)
            },
            { answer in
                answer.quarantinedEvents = [3]
                return .quarantineUnsent(3)
            },
            { answer in
                answer.incarnation = IncarnationID(UniqueID(high: 1, low: 1))
                return .incarnationOther
            },
            { answer in
                answer.protocolVersion = 9
                return .protocolUnsupported(9)
            },
        ]
        for change in cases {
            var driver = SessionDriver()
            driver.write(events: 2)
            driver.start()
            var answer = driver.acceptance(of: try driver.gather())
            let refusal = change(&answer)
            driver.answer(answer)
            #expect(driver.reports.first == .answerRefused(refusal))
            #expect(driver.session.progress == driver.agent.progress)
            #expect(driver.settlement == nil)
        }
    }

    @Test func aHoldStopsItsStreamOnly() throws {
        var driver = SessionDriver()
        var random = SeededRandom(seed: 4)
        try driver.agent.sealSegment(&random)
        driver.write(events: 1)
        driver.start()
        let request = try driver.gather()
        var answer = driver.acceptance(of: request)
        let hold = Hold(
            stream: .telemetry, until: Timestamp(seconds: 160), milliseconds: 60_000, limit: "readings-per-day",
            reason: "The plan allows a million readings a day.")
        answer.holds = [hold]
        answer.segments = [SegmentOutcome(seq: 1, kind: .deferred, code: "OVER_QUOTA")]
        driver.answer(answer)
        #expect(driver.reports.contains(.held(hold)))
        driver.settle()
        driver.write(events: 1, critical: true)
        driver.handle(.backlogChanged(driver.agent.backlog))
        #expect(driver.plan?.segmentsMax == 0)
        driver.answer(driver.acceptance(of: try driver.gather()))
        driver.settle()
        driver.now = driver.now.advanced(seconds: 61)
        driver.handle(.tick(random: 0))
        #expect(try driver.gather().segments.count == 1)
    }

    @Test func aHoldOfAllStreamsStopsRounds() throws {
        var driver = SessionDriver()
        driver.start()
        var answer = driver.acceptance(of: try driver.gather())
        answer.holds = [
            Hold(stream: nil, until: Timestamp(seconds: 160), milliseconds: 60_000, limit: "plan", reason: "expired")
        ]
        driver.answer(answer)
        #expect(driver.session.state == .held(until: driver.now.advanced(seconds: 60)))
    }

    @Test func creditsBoundTheNextRound() throws {
        var driver = SessionDriver()
        driver.write(events: 3)
        driver.start()
        var answer = driver.acceptance(of: try driver.gather())
        answer.credits = [Credit(stream: .events, bytes: 0, records: 0), Credit(stream: .live, bytes: 1, records: 1)]
        answer.events = EventCursor(seq: 1, chain: driver.agent.chains[1])
        driver.answer(answer)
        driver.settle()
        driver.now = driver.now.advanced(seconds: 2)
        driver.handle(.tick(random: 0))
        #expect(driver.plan?.eventsAfter == nil)
        #expect(driver.plan?.takesLive == true)
    }

    @Test func aHubThatWentBackGetsAgainWhatIsKept() throws {
        var driver = SessionDriver()
        driver.write(events: 4)
        driver.start()
        driver.answer(driver.acceptance(of: try driver.gather()))
        driver.settle()
        driver.now = driver.now.advanced(seconds: 2)
        driver.handle(.tick(random: 0))
        let request = try driver.gather()
        let cursor = HubCursor(events: EventCursor(seq: 1, chain: driver.agent.chains[1]))
        let decision = HubRound.plan(HubRound.inspect(request), cursor: cursor, knownSegments: [:])
        #expect(decision.eventRefusal?.code == "HUB_BEHIND")
        let context = AnswerContext(receivedAt: Timestamp(seconds: 1), sentAt: Timestamp(seconds: 1))
        driver.answer(HubRound.answer(request, decision: decision, context: context))
        #expect(driver.reports.contains(.hubWentBack(resendingFrom: 2)))
        driver.settle()
        driver.now = driver.now.advanced(seconds: 2)
        driver.handle(.tick(random: 0))
        #expect(try driver.gather().events?.records.map(\.seq) == [2, 3, 4])
    }

    @Test func fourTimesGiveTheOffsetOfTheHubsClock() throws {
        func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }
        let stamps = ClockStamps(agentSent: at(1_000), hubReceived: at(6_020), hubSent: at(6_030))
        let estimate = try #require(ClockEstimate(stamps, receivedAt: at(1_050)))
        #expect(estimate.offset == 5_000_000)
        #expect(estimate.error == 20_000)
        #expect(ClockEstimate(stamps, receivedAt: at(999)) == nil)
        #expect(ClockEstimate(ClockStamps(agentSent: at(1)), receivedAt: at(2)) == nil)
        let extremes = ClockStamps(
            agentSent: Timestamp(microseconds: .min), hubReceived: Timestamp(microseconds: .max),
            hubSent: Timestamp(microseconds: .min))
        #expect(ClockEstimate(extremes, receivedAt: Timestamp(microseconds: .max)) == nil)
    }

    @Test func noStampsOfAHubCanTrap() {
        let times = [Int64.min, .min + 1, -1, 0, 1, .max - 1, .max].map { Timestamp(microseconds: $0) }
        for sent in times {
            for (received, answered) in times.flatMap({ one in times.map { (one, $0) } }) {
                let stamps = ClockStamps(agentSent: sent, hubReceived: received, hubSent: answered)
                for at in times {
                    guard let estimate = ClockEstimate(stamps, receivedAt: at) else { continue }
                    #expect(estimate.error >= 0, "\(stamps) at \(at)")
                }
            }
        }
    }

    @Test func aClockFarAheadIsNotAdopted() throws {
        var driver = SessionDriver()
        driver.start()
        var answer = driver.acceptance(of: try driver.gather())
        answer.clock.hubReceived = Timestamp(seconds: 1_000)
        answer.clock.hubSent = Timestamp(seconds: 1_000)
        driver.answer(answer)
        #expect(driver.session.clock == nil)
        #expect(driver.reports.contains { if case .clockRefused = $0 { true } else { false } })
    }
}
