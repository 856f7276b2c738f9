import HubTenancy
import Runtime
import Telemetry
import Testing

@Suite("Limits")
struct LimitTests {
    let clock = ManualClock()

    @Test("a bucket gives what it holds, then what flows in")
    func bucket() {
        let limiter = RateLimiter<String>(requests: 3, seconds: 30, clock: clock)
        #expect((0..<3).map { _ in limiter.take("a").isAllowed } == [true, true, true])
        #expect(limiter.take("a") == RateDecision(isAllowed: false, remaining: 0, retryAfterSeconds: 10))
        #expect(limiter.take("b").isAllowed)
        clock.advance(seconds: 10)
        #expect(limiter.take("a").isAllowed)
        #expect(!limiter.take("a").isAllowed)
    }

    @Test("however many keys come, memory is bounded")
    func bounded() {
        let limiter = RateLimiter<Int>(requests: 1, seconds: 60, keysMax: 100, clock: clock)
        for key in 0..<10_000 { _ = limiter.take(key) }
        #expect(limiter.count <= 100)
    }

    @Test("five failures lock the address and the account for an hour")
    func lockout() {
        let logins = LoginGuard(clock: clock)
        for _ in 0..<5 {
            #expect(logins.check(address: "10.0.0.1", account: "maria").isAllowed)
            logins.began(address: "10.0.0.1", account: "maria")
            clock.advance(seconds: 60)
        }
        #expect(!logins.check(address: "10.0.0.1", account: "maria").isAllowed)
        #expect(!logins.check(address: "10.0.0.1", account: "peter").isAllowed, "the address is locked")
        #expect(!logins.check(address: "10.0.0.2", account: "MARIA").isAllowed, "the account is locked, in any case")
        #expect(logins.check(address: "10.0.0.2", account: "peter").isAllowed)
        #expect(logins.check(address: "10.0.0.1", account: "maria").retryAfterSeconds == 3_300)
        clock.advance(seconds: 3_301)
        #expect(logins.check(address: "10.0.0.1", account: "maria").isAllowed)
    }

    @Test("a log-in that works forgives the account, and not the address")
    func forgiven() {
        let logins = LoginGuard(clock: clock)
        for _ in 0..<4 { logins.began(address: "10.0.0.1", account: "maria") }
        logins.began(address: "10.0.0.1", account: "maria")
        logins.succeeded(address: "10.0.0.1", account: "maria")
        #expect(logins.check(address: "10.0.0.1", account: "maria").isAllowed)
        logins.began(address: "10.0.0.1", account: "other")
        #expect(!logins.check(address: "10.0.0.1", account: "maria").isAllowed)
        #expect(logins.check(address: "10.0.0.9", account: "maria").isAllowed)
    }

    @Test("an ended session stays ended for as long as its tokens live")
    func sessions() {
        let ended = EndedSessions(lifetimeSeconds: 900, clock: clock)
        let first = UniqueID(high: 0, low: 1)
        ended.end(first)
        #expect(ended.contains(first))
        clock.advance(seconds: 901)
        ended.end(UniqueID(high: 0, low: 2))
        #expect(!ended.contains(first))
    }

    @Test("opaque tokens read back for their purpose only, and their hash tells nothing")
    func opaque() throws {
        let token = OpaqueToken(.refresh)
        #expect(OpaqueToken(token.text, for: .refresh) == token)
        #expect(OpaqueToken(token.text, for: .enrolment) == nil)
        #expect(OpaqueToken(token.text + "x", for: .refresh) == nil)
        #expect(OpaqueToken("mwr_short", for: .refresh) == nil)
        #expect(token.hash.count == 32)
        #expect(token.hash != OpaqueToken(.refresh).hash)
    }

    @Test("each role contains those below it")
    func roles() {
        #expect(Role.allCases.sorted() == [.viewer, .operator, .supervisor, .admin])
    }
}
