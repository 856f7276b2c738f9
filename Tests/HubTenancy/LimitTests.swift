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
