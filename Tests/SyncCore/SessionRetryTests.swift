import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// The waits that the hub asks for.
@Suite struct SessionRetryTests {
    @Test("agents that were told the same time come back spread over it, and none earlier")
    func aTimeThatTheHubAskedForIsSpread() throws {
        let table: [(asked: Double, spread: Double)] = [
            (0, 1), (1, 1), (40, 20), (.nan, 1), (-3, 1), (1e9, 300), (.infinity, 300),
        ]
        for (asked, spread) in table {
            let least = asked > 0 ? min(asked, 86_400) : 0
            let waits = try [UInt64(0), .max / 2, .max].map { random in
                var driver = SessionDriver()
                driver.start()
                let busy = RoundFailure.refused(status: 429, code: "RATE", retryAfterSeconds: asked)
                driver.handle(.failed(busy, round: try driver.gather().hello.round, random: random))
                return try #require(driver.waitSeconds)
            }
            #expect(abs(waits[0] - least) < 0.001, "\(asked)")
            #expect(abs(waits[1] - (least + spread / 2)) < 0.001, "\(asked)")
            #expect(abs(waits[2] - (least + spread)) < 0.001, "\(asked)")
        }
    }

    @Test("the spread grows with each refusal in a row, so that a busy hub gets room")
    func theSpreadGrows() throws {
        var driver = SessionDriver()
        driver.start()
        var waits: [Double] = []
        for _ in 0..<5 {
            let busy = RoundFailure.refused(status: 503, code: "ROUNDS_BUSY", retryAfterSeconds: 1)
            driver.handle(.failed(busy, round: try driver.gather().hello.round, random: .max))
            let wait = try #require(driver.waitSeconds)
            waits.append(wait.rounded())
            driver.now = driver.now.advanced(seconds: wait + 0.001)
            driver.handle(.tick(random: 0))
        }
        #expect(waits == [2, 3, 5, 9, 17])
    }

    @Test("an alert does not wait for the time that a round without one was told, but for its own it does")
    func aCriticalEventEndsAWaitForRoundsWithoutOne() throws {
        var driver = SessionDriver()
        driver.start()
        let busy = RoundFailure.refused(status: 503, code: "ROUNDS_BUSY", retryAfterSeconds: 30)
        driver.handle(.failed(busy, round: try driver.gather().hello.round, random: 0))
        driver.write(events: 1)
        driver.handle(.backlogChanged(driver.agent.backlog))
        driver.handle(.syncRequested)
        #expect(driver.plan == nil)
        driver.write(events: 1, critical: true)
        driver.handle(.backlogChanged(driver.agent.backlog))
        let urgent = try driver.gather()
        #expect(urgent.isCritical)

        driver.handle(.failed(busy, round: urgent.hello.round, random: 0))
        driver.write(events: 1, critical: true)
        driver.handle(.backlogChanged(driver.agent.backlog))
        driver.now = driver.now.advanced(seconds: 29.9)
        driver.handle(.tick(random: 0))
        #expect(driver.plan == nil)
        driver.now = driver.now.advanced(seconds: 0.2)
        driver.handle(.tick(random: 0))
        #expect(driver.plan != nil)
    }

    @Test("what is critical and cannot be gathered ends such a wait once, and not for ever")
    func aWaitForRoundsWithoutAnythingCriticalEndsOnce() throws {
        var driver = SessionDriver()
        driver.start()
        let busy = RoundFailure.refused(status: 503, code: "ROUNDS_BUSY", retryAfterSeconds: 30)
        driver.handle(.failed(busy, round: try driver.gather().hello.round, random: 0))
        var backlog = driver.agent.backlog
        backlog.documents.isSafetyDirty = true
        backlog.documents.dirty = 1
        driver.handle(.backlogChanged(backlog))
        let urgent = try driver.gather()
        #expect(!urgent.isCritical)
        driver.handle(.failed(busy, round: urgent.hello.round, random: 0))
        driver.handle(.backlogChanged(backlog))
        #expect(driver.plan == nil)
    }

    @Test func aTimeInAnAnswerIsSpreadToo() throws {
        for (random, wait) in [(UInt64(0), 8.0), (.max, 12)] {
            var driver = SessionDriver()
            driver.write(events: 1)
            driver.start()
            var answer = driver.acceptance(of: try driver.gather())
            answer.retryAfterMilliseconds = 8_000
            driver.handle(.answered(answer, at: Timestamp(seconds: 101), random: random))
            driver.settle()
            #expect(abs(try #require(driver.waitSeconds) - wait) < 0.001)
        }
    }
}
