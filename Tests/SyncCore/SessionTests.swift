import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

@Suite struct SessionTests {
    @Test func aRoundGathersSendsAndSettles() throws {
        var driver = SessionDriver()
        driver.write(events: 3)
        driver.start()
        let request = try driver.gather()
        #expect(request.events?.records.map(\.seq) == [1, 2, 3])
        #expect(request.hello.newestEvent == 3)
        driver.answer(driver.acceptance(of: request))
        #expect(driver.reports.contains(.hubReachable))
        #expect(driver.settlement?.progress.acknowledged.seq == 3)
        driver.settle()
        #expect(driver.session.state == .idle(until: driver.now.advanced(seconds: 2)))
        #expect(driver.session.progress?.acknowledged.seq == 3)
    }

    @Test func aCriticalEventStartsARoundAtOnceAndGoesWithoutSegments() throws {
        var driver = SessionDriver()
        driver.start()
        driver.answer(driver.acceptance(of: try driver.gather()))
        driver.write(events: 1)
        driver.handle(.backlogChanged(driver.agent.backlog))
        #expect(driver.plan == nil)
        driver.write(events: 1, critical: true)
        var random = SeededRandom(seed: 4)
        try driver.agent.sealSegment(&random)
        driver.handle(.backlogChanged(driver.agent.backlog))
        let plan = try #require(driver.plan)
        #expect(plan.eventsAfter == 0)
        #expect(plan.segmentsMax == 0)
    }

    @Test func segmentsAreNotStarvedByCriticalEvents() throws {
        var driver = SessionDriver()
        driver.start()
        driver.answer(driver.acceptance(of: try driver.gather()))
        var random = SeededRandom(seed: 4)
        try driver.agent.sealSegment(&random)
        driver.write(events: 1, critical: true)
        driver.handle(.backlogChanged(driver.agent.backlog))
        var took: [Int] = []
        for _ in 0..<12 {
            let request = try driver.gather()
            took.append(request.segments.count)
            driver.write(events: 1, critical: true)
            driver.handle(.backlogChanged(driver.agent.backlog))
            driver.answer(driver.acceptance(of: request))
            driver.settle()
        }
        #expect(took == [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0])
    }

    @Test func aFullRoundIsFollowedByTheNextAtOnce() throws {
        var driver = SessionDriver(SimulatedAgent.settings)
        driver.write(events: 20)
        driver.start()
        var sent: [UInt64] = []
        while driver.plan != nil {
            let request = try driver.gather()
            sent += request.events?.records.map(\.seq) ?? []
            driver.answer(driver.acceptance(of: request))
            driver.settle()
        }
        #expect(sent == Array(1...20))
    }

    @Test func failuresBackOffWithJitterAndTellWhenTheHubIsGone() throws {
        var driver = SessionDriver()
        driver.start()
        var waits: [Double] = []
        for failure in 1...12 {
            let request = try driver.gather()
            driver.handle(.failed(.unreachable("refused"), round: request.hello.round, random: .max))
            guard case .backingOff(let until, .own) = driver.session.state else {
                Issue.record("\(driver.session.state)")
                return
            }
            waits.append(until.seconds(since: driver.now).rounded())
            #expect(driver.reports.contains(.hubUnreachable(failures: failure)) == (failure == 3))
            driver.now = until
            driver.handle(.tick(random: 0))
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300])
        #expect(driver.session.isHubReachable == false)
        driver.answer(driver.acceptance(of: try driver.gather()))
        #expect(driver.reports.contains(.hubReachable))
    }

    @Test func silenceAloneMakesTheHubUnreachable() throws {
        var driver = SessionDriver()
        driver.start()
        _ = try driver.gather()
        driver.now = driver.now.advanced(seconds: 15)
        driver.handle(.tick(random: 0))
        #expect(driver.reports == [.hubUnreachable(failures: 0)])
    }

    @Test func whatTheHubSaysToAnyRoundIsRespectedEvenForCriticalEvents() throws {
        var driver = SessionDriver()
        driver.start()
        let request = try driver.gather()
        let tooMany = RoundFailure.refused(status: 429, code: "ROUNDS_TOO_FREQUENT", retryAfterSeconds: 40)
        driver.handle(.failed(tooMany, round: request.hello.round, random: 0))
        driver.now = driver.now.advanced(seconds: 39)
        driver.write(events: 1, critical: true)
        driver.handle(.backlogChanged(driver.agent.backlog))
        #expect(driver.plan == nil)
        driver.handle(.syncRequested)
        #expect(driver.plan == nil)
        driver.now = driver.now.advanced(seconds: 1.1)
        driver.handle(.tick(random: 0))
        #expect(driver.plan != nil)
    }

    @Test func aCriticalEventEndsABackOffOfOurOwn() throws {
        var driver = SessionDriver()
        driver.start()
        for _ in 0..<8 {
            let request = try driver.gather()
            driver.handle(.failed(.timedOut, round: request.hello.round, random: .max))
            guard case .backingOff(let until, _) = driver.session.state, driver.plan == nil else { break }
            driver.now = until
            driver.handle(.tick(random: 0))
        }
        let request = try driver.gather()
        driver.handle(.failed(.timedOut, round: request.hello.round, random: .max))
        driver.write(events: 1, critical: true)
        driver.handle(.backlogChanged(driver.agent.backlog))
        #expect(driver.plan == nil)
        driver.now = driver.now.advanced(seconds: 5)
        driver.handle(.tick(random: 0))
        #expect(driver.plan != nil)
    }

    @Test func aStallResetsTheSessionAndIsTold() throws {
        var driver = SessionDriver()
        driver.write(events: 1)
        driver.start()
        var reports: [SessionReport] = []
        for _ in 0..<40 where !reports.contains(.stalled(seconds: 60)) {
            // The hub answers, but never takes the event.
            var answer = driver.acceptance(of: try driver.gather())
            answer.events = EventCursor(seq: 0, chain: driver.agent.chains[0])
            driver.answer(answer)
            driver.now = driver.now.advanced(seconds: 2)
            driver.handle(.tick(random: 0))
            reports += driver.reports
        }
        #expect(reports.contains(.stalled(seconds: 60)))
        #expect(driver.last.contains(.resetConnection))
    }

    @Test func aStoreThatFailsIsTriedAgainAndSaysNothingOfTheHub() throws {
        var driver = SessionDriver()
        driver.write(events: 1)
        driver.start()
        for _ in 0..<5 {
            let plan = try #require(driver.plan)
            driver.handle(.failed(.abandoned, round: plan.round, random: 0))
            driver.handle(.tick(random: 0))
        }
        driver.answer(driver.acceptance(of: try driver.gather()))
        #expect(driver.session.isHubReachable == true)
        let settlement = try #require(driver.settlement)
        driver.handle(.failed(.abandoned, round: settlement.round, random: 0))
        driver.handle(.tick(random: 0))
        #expect(try driver.gather().events?.records.map(\.seq) == [1])
    }

    @Test("an answer that cannot be made durable is not asked for again and again: the waits grow")
    func aFullDiskDoesNotHammerTheHub() throws {
        var driver = SessionDriver()
        driver.write(events: 1)
        driver.start()
        var waits: [Double] = []
        for _ in 0..<6 {
            driver.answer(driver.acceptance(of: try driver.gather()))
            let settlement = try #require(driver.settlement)
            driver.handle(.failed(.abandoned, round: settlement.round, random: .max))
            guard case .backingOff(let until, _) = driver.session.state else { break }
            waits.append(until.seconds(since: driver.now).rounded())
            driver.now = until
            driver.handle(.tick(random: 0))
        }
        #expect(waits == [1, 2, 4, 8, 16, 32])
    }

    @Test("a hub that is further than a round reaches is met at its newest record, not sent all that it has")
    func aHubThatIsAheadIsMetThere() throws {
        var driver = SessionDriver(SessionSettings(roundEventsMax: 2, software: "test"))
        driver.write(events: 9)
        driver.start()
        let request = try driver.gather()
        #expect(request.events?.records.map(\.seq) == [1, 2])
        var answer = driver.acceptance(of: request)
        answer.events = EventCursor(seq: 7, chain: driver.agent.chains[7])
        driver.answer(answer)
        driver.settle()
        driver.now = driver.now.advanced(seconds: 5)
        driver.handle(.tick(random: 0))
        let next = try driver.gather()
        #expect(next.events?.records.map(\.seq) == [7, 8])
        #expect(next.events?.chainBefore == driver.agent.chains[6])
        driver.answer(driver.acceptance(of: next))
        driver.settle()
        #expect(driver.session.progress?.acknowledged.seq == 8)
    }
}
