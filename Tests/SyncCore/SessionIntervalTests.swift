import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// The interval of rounds, and what the hub is told of it.
@Suite struct SessionIntervalTests {
    /// A session with an interval, whose first round is over.
    private static func idle(interval: Double) throws -> SessionDriver {
        var driver = SessionDriver(SessionSettings(intervalSeconds: interval, software: "test"))
        driver.start()
        driver.answer(driver.acceptance(of: try driver.gather()))
        driver.settle()
        return driver
    }

    private static func secondsLeft(_ driver: SessionDriver) -> Double? {
        guard case .idle(let until) = driver.session.state else { return nil }
        return until.seconds(since: driver.now)
    }

    @Test("a longer interval holds only when the hub was told, so that nobody takes the agent for gone")
    func aLongerIntervalIsToldFirst() throws {
        var driver = try Self.idle(interval: 2)
        driver.now = driver.now.advanced(seconds: 2)
        driver.handle(.tick(random: 0))
        var request = try driver.gather()
        #expect(request.report.intervalSeconds == 2)
        // As where the answer's document asks for it.
        driver.session.setInterval(seconds: 3_600)
        driver.answer(driver.acceptance(of: request))
        driver.settle()
        #expect(Self.secondsLeft(driver) == 2)
        driver.now = driver.now.advanced(seconds: 2)
        driver.handle(.tick(random: 0))
        request = try driver.gather()
        #expect(request.report.intervalSeconds == 3_600)
        driver.answer(driver.acceptance(of: request))
        driver.settle()
        #expect(Self.secondsLeft(driver) == 3_600)
    }

    @Test("a round that was not answered has told the hub nothing")
    func aLostRoundTellsNothing() throws {
        var driver = try Self.idle(interval: 2)
        driver.session.setInterval(seconds: 600)
        driver.now = driver.now.advanced(seconds: 2)
        driver.handle(.tick(random: 0))
        let lost = try driver.gather()
        #expect(lost.report.intervalSeconds == 600)
        driver.session.setInterval(seconds: 900)
        driver.handle(.failed(.timedOut, round: lost.hello.round, random: 0))
        driver.handle(.tick(random: 0))
        let request = try driver.gather()
        driver.session.setInterval(seconds: 1_200)
        driver.answer(driver.acceptance(of: request))
        driver.settle()
        #expect(Self.secondsLeft(driver) == 900)
    }

    @Test func aShorterIntervalHoldsAtOnce() throws {
        var driver = try Self.idle(interval: 60)
        driver.now = driver.now.advanced(seconds: 60)
        driver.handle(.tick(random: 0))
        let request = try driver.gather()
        driver.session.setInterval(seconds: 5)
        driver.answer(driver.acceptance(of: request))
        driver.settle()
        #expect(Self.secondsLeft(driver) == 5)
    }

    @Test("a hub with many agents is asked more seldom, once it knows; what is pressing goes at once all the same")
    func theHubMayAskForMore() throws {
        var driver = try Self.idle(interval: 2)
        let steps: [(asked: UInt32, seconds: Double)] = [
            (10_000, 2), (10_000, 10), (0, 2), (.max, 2), (.max, 60),
        ]
        for (asked, seconds) in steps {
            driver.now = driver.now.advanced(seconds: 60)
            driver.handle(.tick(random: 0))
            var answer = driver.acceptance(of: try driver.gather())
            answer.intervalMilliseconds = asked
            driver.answer(answer)
            driver.settle()
            #expect(Self.secondsLeft(driver).map { abs($0 - seconds) < 1e-6 } == true, "\(asked)")
        }
        var critical = driver.agent.backlog
        critical.newestEvent += 1
        critical.newestCriticalEvent = critical.newestEvent
        driver.now = driver.now.advanced(seconds: 1)
        driver.handle(.backlogChanged(critical))
        #expect(Self.secondsLeft(driver) == nil, "a round has begun")
    }
}
