import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// What a session does about what the hub found out about its folder.
@Suite struct SessionVerdictTests {
    @Test func anOldFolderIsRelabelledAndCarriesOn() throws {
        var driver = SessionDriver()
        driver.write(events: 2)
        driver.start()
        let request = try driver.gather()
        let cursor = HubCursor(events: EventCursor(seq: 9, chain: Digest(of: [])))
        let decision = HubRound.plan(HubRound.inspect(request), cursor: cursor, knownSegments: [:])
        let context = AnswerContext(receivedAt: Timestamp(seconds: 1), sentAt: Timestamp(seconds: 1))
        driver.answer(HubRound.answer(request, decision: decision, context: context))
        let order = try #require(driver.relabelling)
        #expect(order.verdict.code == "AGENT_BEHIND")
        #expect(order.hubEvents == cursor.events)
        let fresh = IncarnationID(UniqueID(high: 2, low: 2))
        driver.handle(.started(.fresh(fresh), driver.agent.backlog))
        #expect(driver.plan != nil)
        #expect(driver.session.progress?.incarnation == fresh)
    }

    @Test func aFolderThatCannotBeRelabelledNowIsAskedAboutAgain() throws {
        var driver = SessionDriver()
        driver.start()
        let request = try driver.gather()
        driver.answer(driver.verdict(.relabel, "TOKEN_FOREIGN", on: request))
        #expect(driver.relabelling != nil)
        driver.handle(.failed(.abandoned, round: request.hello.round, random: .max))
        #expect(driver.session.state != .settling(round: request.hello.round))
        driver.now = driver.now.advanced(seconds: 61)
        driver.handle(.tick(random: 0))
        driver.answer(driver.verdict(.relabel, "TOKEN_FOREIGN", on: try driver.gather()))
        #expect(driver.relabelling != nil)
    }

    @Test func oneVerdictAfterTheOtherStopsAndIsAskedAgain() throws {
        var driver = SessionDriver()
        driver.start()
        driver.answer(driver.verdict(.relabel, "TOKEN_FOREIGN", on: try driver.gather()))
        driver.handle(.started(driver.agent.progress, driver.agent.backlog))
        driver.answer(driver.verdict(.relabel, "TOKEN_FOREIGN", on: try driver.gather()))
        #expect(driver.relabelling == nil)
        let until = driver.now.advanced(seconds: 300)
        #expect(driver.session.state == .quarantined(code: "RELABEL_REPEATED", until: until))
        #expect(driver.reports.contains(.quarantined(code: "RELABEL_REPEATED")))
        driver.now = until
        driver.handle(.tick(random: 0))
        #expect(driver.plan != nil)
    }

    @Test func whatIsKeptApartGoesOnAndIsToldOnce() throws {
        var driver = SessionDriver()
        driver.write(events: 1)
        driver.start()
        var request = try driver.gather()
        driver.answer(driver.verdict(.wait, "AGENT_APART", on: request))
        #expect(driver.session.apart?.code == "AGENT_APART")
        #expect(driver.settlement?.progress.acknowledged.seq == 1)
        driver.settle()
        driver.now = driver.now.advanced(seconds: 2)
        driver.handle(.tick(random: 0))
        request = try driver.gather()
        driver.answer(driver.verdict(.wait, "AGENT_APART", on: request))
        #expect(driver.reports.isEmpty)
        driver.now = driver.now.advanced(seconds: 2)
        driver.handle(.tick(random: 0))
        driver.answer(driver.acceptance(of: try driver.gather()))
        #expect(driver.reports == [.keptApartEnded])
        #expect(driver.session.apart == nil)
    }

    @Test func aRejectedCopyStopsUntilItAsksAgain() throws {
        var driver = SessionDriver()
        driver.write(events: 1)
        driver.start()
        driver.answer(driver.verdict(.wait, "AGENT_REJECTED", on: try driver.gather()))
        #expect(driver.settlement == nil)
        #expect(
            driver.session.state == .quarantined(code: "AGENT_REJECTED", until: driver.now.advanced(seconds: 300)))
        driver.handle(.syncRequested)
        #expect(driver.plan != nil)
    }

    @Test func aHubThatLostWhatIsNotKeptGetsAllThatIs() throws {
        var driver = SessionDriver()
        driver.write(events: 4)
        driver.start()
        driver.answer(driver.acceptance(of: try driver.gather()))
        driver.settle()
        var backlog = driver.agent.backlog
        backlog.oldestKeptEvent = 4
        driver.handle(.backlogChanged(backlog))
        driver.now = driver.now.advanced(seconds: 2)
        driver.handle(.tick(random: 0))
        var answer = driver.acceptance(of: try driver.gather())
        answer.events = EventCursor(seq: 1, chain: driver.agent.chains[1])
        driver.answer(answer)
        #expect(driver.relabelling?.verdict.code == "EVENTS_NO_LONGER_KEPT")
    }

    @Test func whatIsSharedIsWhatAChainProves() {
        let (ours, theirs) = (Digest(of: [1]), Digest(of: [2]))
        func shared(_ hub: UInt64, _ chain: Digest?) -> UInt64 {
            Relabelling.sharedThrough(
                acknowledged: EventCursor(seq: 5, chain: Digest(of: [5])), hub: EventCursor(seq: hub, chain: theirs),
                chainAtHub: chain)
        }
        #expect(shared(9, theirs) == 9)
        #expect(shared(9, ours) == 5)
        #expect(shared(9, nil) == 5)
        #expect(shared(5, theirs) == 5)
        #expect(shared(5, ours) == 0)
        #expect(shared(3, theirs) == 3)
        #expect(shared(3, ours) == 0)
        #expect(shared(3, nil) == 0)
    }
}

extension SessionDriver {
    var relabelling: Relabelling? {
        last.compactMap { if case .relabel(let order) = $0 { order } else { nil } }.first
    }

    /// An answer that takes everything, with a verdict.
    func verdict(_ kind: Verdict.Kind, _ code: String, on request: RoundRequest) -> RoundAnswer {
        var answer = acceptance(of: request)
        answer.verdict = Verdict(kind: kind, code: code, message: "")
        return answer
    }
}
