import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// What an agent makes of the credits of the hub's last answer.
@Suite struct SessionCreditTests {
    /// A session whose first round was answered with these credits, nothing of stream E taken.
    private static func granted(
        _ credits: [Credit], before prepare: (inout SessionDriver) -> Void = { _ in }
    ) throws -> SessionDriver {
        var driver = SessionDriver()
        driver.start()
        var answer = driver.acceptance(of: try driver.gather())
        answer.credits = credits
        driver.answer(answer)
        driver.settle()
        prepare(&driver)
        driver.handle(.backlogChanged(driver.agent.backlog))
        return driver
    }

    private static func nothing(_ stream: SyncStream) -> Credit { Credit(stream: stream, bytes: 0, records: 0) }

    /// The credits go on with each answer; returns the plans of so many rounds, two seconds apart.
    private static func plans(_ driver: inout SessionDriver, _ credits: [Credit], rounds: Int) throws -> [RoundPlan] {
        var plans: [RoundPlan] = []
        for _ in 0..<rounds {
            if driver.plan == nil {
                driver.now = driver.now.advanced(seconds: 2)
                driver.handle(.tick(random: 0))
            }
            plans.append(try required(driver.plan))
            let request = try driver.gather()
            var answer = driver.acceptance(of: request)
            answer.credits = credits
            driver.answer(answer)
            driver.settle()
        }
        return plans
    }

    @Test func withoutCreditEventsWaitAndTheCriticalOneGoesWithWhatStandsBeforeIt() throws {
        let none = [Self.nothing(.events)]
        var driver = try Self.granted(none) { $0.write(events: 10) }
        #expect(driver.plan == nil)
        #expect(try Self.plans(&driver, none, rounds: 3).allSatisfy { $0.eventsAfter == nil })
        driver.write(events: 1, critical: true)
        driver.write(events: 5)
        driver.handle(.backlogChanged(driver.agent.backlog))
        let plan = try #require(driver.plan, "it does not wait for its time")
        #expect(plan.eventsAfter == 0 && plan.eventsMax == 11)
        #expect(try Self.plans(&driver, none, rounds: 3).dropFirst().allSatisfy { $0.eventsAfter == nil })
        #expect(driver.session.progress?.acknowledged.seq == 11)
    }

    @Test func aCriticalEventBehindManyGoesInBatchesOneAfterAnother() throws {
        let none = [Self.nothing(.events)]
        var driver = try Self.granted(none) { driver in
            driver.write(events: 150)
            driver.write(events: 1, critical: true)
        }
        let began = driver.now
        let plans = try Self.plans(&driver, none, rounds: 3)
        #expect(plans.map(\.eventsMax) == [64, 64, 23])
        #expect(driver.session.progress?.acknowledged.seq == 151)
        #expect(driver.now == began, "none of them waits for its time")
    }

    @Test func aCreditThatIsSmallerThanABatchGrowsForWhatIsCritical() throws {
        let few = [Credit(stream: .events, bytes: 1 << 20, records: 3)]
        var driver = try Self.granted(few) { $0.write(events: 10) }
        #expect(try Self.plans(&driver, few, rounds: 1).map(\.eventsMax) == [3])
        driver.write(events: 1, critical: true)
        // The round that goes on at once was planned before.
        _ = driver.session.handle(.backlogChanged(driver.agent.backlog), now: driver.now)
        #expect(try Self.plans(&driver, few, rounds: 2).map(\.eventsMax) == [3, 5])
        #expect(driver.session.progress?.acknowledged.seq == 11)
    }

    @Test func aHoldStopsAlsoWhatIsCritical() throws {
        var driver = SessionDriver()
        driver.start()
        var answer = driver.acceptance(of: try driver.gather())
        answer.holds = [
            Hold(stream: .events, until: Timestamp(seconds: 160), milliseconds: 60_000, limit: "x", reason: "y")
        ]
        driver.answer(answer)
        driver.write(events: 1, critical: true)
        driver.handle(.backlogChanged(driver.agent.backlog))
        #expect(driver.plan == nil)
    }

    @Test func withoutCreditASafetyFieldGoesAndANoteWaits() throws {
        let none = [Self.nothing(.documents)]
        var driver = try Self.granted(none) { $0.agent.dirty = [false] }
        #expect(driver.plan == nil)
        #expect(try Self.plans(&driver, none, rounds: 2).allSatisfy { $0.documentsAfter == nil })
        driver.agent.dirty += [true]
        driver.handle(.backlogChanged(driver.agent.backlog))
        let plan = try #require(driver.plan)
        #expect(plan.documentsAfter == 0 && plan.documentsMax == 2)
        _ = try Self.plans(&driver, none, rounds: 1)
        #expect(driver.session.progress?.documentsAcknowledged.seq == 2)
    }

    @Test func liveValuesGoOfSoManyMachines() throws {
        var driver = try Self.granted([Credit(stream: .live, bytes: 1, records: 7)])
        #expect(try Self.plans(&driver, [Self.nothing(.live)], rounds: 1).map(\.liveMachinesMax) == [7])
        #expect(try Self.plans(&driver, [], rounds: 1).map(\.takesLive) == [false])
        let free = try Self.plans(&driver, [], rounds: 1)
        #expect(free.map(\.takesLive) == [true] && free.map(\.liveMachinesMax) == [.max])
    }

    @Test func anOlderHubNamesNoneAndNothingIsLimited() throws {
        var driver = try Self.granted([]) { $0.write(events: 9) }
        #expect(driver.session.credits.isEmpty)
        let plan = try #require(Self.plans(&driver, [], rounds: 1).first)
        #expect(plan.eventsMax == 4_096 && plan.documentsMax == 1_024 && plan.liveMachinesMax == .max)
    }

    /// Ten minutes of a hub that answers and takes nothing.
    @Test(arguments: [true, false])
    func whatHasNoCreditIsNotStuck(isHeldBack: Bool) throws {
        let credits = isHeldBack ? [SyncStream.events, .documents, .telemetry].map(Self.nothing) : []
        var driver = try Self.granted(credits) { driver in
            driver.write(events: 3)
            driver.agent.dirty = [false]
        }
        var reports: [SessionReport] = []
        for _ in 0..<300 where !reports.contains(.stalled(seconds: 60)) {
            driver.now = driver.now.advanced(seconds: 2)
            driver.handle(.tick(random: 0))
            reports += driver.reports
            guard driver.plan != nil, !reports.contains(.stalled(seconds: 60)) else { continue }
            let request = try driver.gather()
            var answer = driver.acceptance(of: request)
            answer.events = EventCursor(seq: 0, chain: driver.agent.chains[0])
            answer.documents = EventCursor(seq: 0, chain: driver.agent.documentChains[0])
            answer.credits = credits
            driver.answer(answer)
            reports += driver.reports
        }
        #expect(reports.contains(.stalled(seconds: 60)) == !isHeldBack)
        #expect(driver.session.credits == credits)
    }
}
