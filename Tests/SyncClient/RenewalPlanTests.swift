import Runtime
import SyncClient
import Telemetry
import Testing

@Suite struct RenewalPlanTests {
    private static let from = Timestamp(seconds: 1_763_712_000)
    private static let until = from.advanced(seconds: 90 * 86_400)
    private static let second = Uptime(nanoseconds: 0).advanced(seconds: 1)

    private static func plan(jitter: Double = 0) -> RenewalPlan {
        RenewalPlan(notBefore: from, notAfter: until, jitter: jitter)
    }

    @Test(arguments: [
        (days: -365.0, isDue: false), (0, false), (29.9, false), (30, true), (89, true), (91, true), (3_650, true),
    ])
    func itIsDueFromAThirdOfTheLifeOn(days: Double, isDue: Bool) {
        var plan = Self.plan()
        let asks = plan.heard(hubTime: Self.from.advanced(seconds: days * 86_400), at: Self.second)
        #expect(asks == isDue)
    }

    @Test func agentsThatWereEnrolledTogetherDoNotAskTogether() {
        #expect(Self.plan(jitter: 0).dueAt == Self.from.advanced(seconds: 30 * 86_400))
        let latest = Self.plan(jitter: 0.999_9).dueAt
        #expect(latest > Self.from.advanced(seconds: 38.9 * 86_400))
        #expect(latest < Self.from.advanced(seconds: 39 * 86_400))
    }

    @Test func oneAttemptIsUnderWayAtATime() {
        var plan = Self.plan()
        let first = plan.heard(hubTime: Self.until, at: Self.second)
        #expect(first)
        let second = plan.heard(hubTime: Self.until, at: Self.second.advanced(seconds: 10_000))
        #expect(!second)
        let third = plan.refused(at: Self.second.advanced(seconds: 10_000))
        #expect(!third)
    }

    @Test func afterFailuresThePausesGrowToAnHour() {
        var plan = Self.plan()
        var now = Self.second
        var pauses: [Double] = []
        for _ in 0..<20 {
            let asks = plan.heard(hubTime: Self.until, at: now)
            #expect(asks)
            plan.failed(at: now, jitter: 0.999_999)
            var pause = 1.0
            while !plan.heard(hubTime: Self.until, at: now.advanced(seconds: pause)) { pause += 1 }
            pauses.append(pause)
            now = now.advanced(seconds: pause)
            plan.failed(at: now, jitter: 0)
            now = now.advanced(seconds: 3_600)
        }
        #expect(pauses.first == 60)
        #expect(pauses.last == 3_600)
        #expect(pauses == pauses.sorted())
    }

    @Test func whoIsRefusedAsksAgainWithinMinutes() {
        var plan = Self.plan()
        var now = Self.second
        for _ in 0..<20 {
            let asks = plan.refused(at: now)
            #expect(asks)
            plan.failed(at: now, jitter: 0.999_999)
            now = now.advanced(seconds: 300)
        }
    }

    @Test func aNewCertificateIsNotRenewedAtOnceWhateverTheClocksSay() {
        var plan = RenewalPlan(
            notBefore: Self.from, notAfter: Self.until, jitter: 0, earliest: Self.second.advanced(seconds: 60))
        let early = plan.heard(hubTime: Self.until, at: Self.second.advanced(seconds: 59))
        #expect(!early)
        let later = plan.heard(hubTime: Self.until, at: Self.second.advanced(seconds: 61))
        #expect(later)
    }
}
