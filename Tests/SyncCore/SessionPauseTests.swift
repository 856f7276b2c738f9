import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// A pause that a person asked for.
@Suite struct SessionPauseTests {
    @Test("a pause holds through a quarantine that comes and one that is there, until somebody resumes")
    func aPauseHoldsThroughAQuarantine() throws {
        for isPausedFirst in [false, true] {
            var driver = SessionDriver()
            driver.write(events: 2)
            driver.start()
            var refusal = driver.acceptance(of: try driver.gather())
            refusal.eventRefusal = EventRefusal(code: "CHAIN_BROKEN", message: "", expected: 1)
            if isPausedFirst { driver.handle(.paused) }
            driver.answer(refusal)
            if !isPausedFirst { driver.handle(.paused) }
            for _ in 0..<3 {
                driver.now = driver.now.advanced(seconds: 301)
                driver.handle(.tick(random: 0))
                #expect(driver.plan == nil)
                driver.handle(.syncRequested)
                #expect(driver.plan == nil)
            }
            guard case .quarantined("CHAIN_BROKEN", _) = driver.session.state else {
                Issue.record("\(driver.session.state)")
                continue
            }
            driver.handle(.resumed)
            #expect(driver.plan != nil)
        }
    }

    @Test func aQuarantineThatNobodyPausedIsNotEndedByAResume() throws {
        var driver = SessionDriver()
        driver.write(events: 2)
        driver.start()
        var refusal = driver.acceptance(of: try driver.gather())
        refusal.eventRefusal = EventRefusal(code: "CHAIN_BROKEN", message: "", expected: 1)
        driver.answer(refusal)
        driver.handle(.resumed)
        #expect(driver.plan == nil)
    }

    @Test("a session that stalls while its pause waits for the round is paused, not begun again")
    func aPauseHoldsThroughAStall() throws {
        var driver = SessionDriver()
        driver.write(events: 1)
        driver.start()
        // The hub answers, but never takes the event.
        for _ in 0..<29 {
            var answer = driver.acceptance(of: try driver.gather())
            answer.events = EventCursor(seq: 0, chain: driver.agent.chains[0])
            driver.answer(answer)
            driver.now = driver.now.advanced(seconds: 2)
            driver.handle(.tick(random: 0))
        }
        _ = try driver.gather()
        driver.handle(.paused)
        driver.now = driver.now.advanced(seconds: 3)
        driver.handle(.tick(random: 0))
        #expect(driver.reports.contains(.stalled(seconds: 60)))
        #expect(driver.last.contains(.resetConnection))
        #expect(driver.plan == nil)
        #expect(driver.session.state == .paused)
        driver.handle(.resumed)
        #expect(driver.plan != nil)
    }

    @Test func aPauseHoldsThroughRestartsOfTheSession() throws {
        var driver = SessionDriver()
        driver.start()
        _ = try driver.gather()
        driver.handle(.paused)
        for _ in 0..<2 {
            driver.start()
            #expect(driver.session.state == .paused)
            #expect(driver.plan == nil)
        }
        driver.handle(.resumed)
        #expect(driver.plan != nil)
    }

    @Test func pauseWaitsForTheRoundAndSyncNowDoesNotEndIt() throws {
        var driver = SessionDriver()
        driver.start()
        let request = try driver.gather()
        driver.handle(.paused)
        driver.answer(driver.acceptance(of: request))
        #expect(driver.session.state == .paused)
        driver.handle(.syncRequested)
        #expect(driver.session.state == .paused)
        driver.handle(.resumed)
        #expect(driver.plan != nil)
    }
}
