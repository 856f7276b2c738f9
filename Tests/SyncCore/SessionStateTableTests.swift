import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// Every state with every event: nothing traps, and never is more than one round under way.
@Suite struct SessionStateTableTests {
    @Test func everyEventIsTakenInEveryState() throws {
        let states = try Self.states()
        #expect(Set(states.map { Self.name($0.session.state) }).count == 9)
        for start in states {
            for (index, event) in try Self.events(start).enumerated() {
                for later in [0.0, 1, 10, 1_000] {
                    var driver = start
                    driver.now = driver.now.advanced(seconds: later)
                    driver.handle(event)
                    let what = "\(start.session.state) × event \(index) → \(driver.session.state)"
                    #expect(Self.effects(driver.last) <= 1, "\(what)")
                    #expect(Self.agrees(driver.session.state, with: driver.last), "\(what)")
                    // And whatever follows, it can be driven on.
                    for next in try Self.events(start) { driver.handle(next) }
                }
            }
        }
    }

    private static func states() throws -> [SessionDriver] {
        var unstarted = SessionDriver()
        unstarted.write(events: 2)
        unstarted.agent.dirty = [true, false]
        var gathering = unstarted
        gathering.start()
        var awaiting = gathering
        let request = try awaiting.gather()
        var settling = awaiting
        settling.answer(settling.acceptance(of: request))
        var idle = settling
        idle.settle()
        var backingOff = awaiting
        backingOff.handle(.failed(.timedOut, round: request.hello.round, random: .max))
        var firm = awaiting
        firm.handle(
            .failed(
                .refused(status: 429, code: "RATE", retryAfterSeconds: 5), round: request.hello.round, random: .max))
        var busy = awaiting
        busy.handle(
            .failed(
                .refused(status: 503, code: "BUSY", retryAfterSeconds: 5), round: request.hello.round, random: .max))
        var paused = idle
        paused.handle(.paused)
        var held = awaiting
        var hold = held.acceptance(of: request)
        hold.events = EventCursor(seq: 0, chain: held.agent.chains[0])
        hold.documents = EventCursor(seq: 0, chain: held.agent.documentChains[0])
        hold.holds = [Hold(stream: nil, until: Timestamp(seconds: 1), milliseconds: 9_000, limit: "", reason: "")]
        held.answer(hold)
        var quarantined = awaiting
        var refusal = quarantined.acceptance(of: request)
        refusal.eventRefusal = EventRefusal(code: "CHAIN_BROKEN", message: "", expected: 1)
        quarantined.answer(refusal)
        return [unstarted, gathering, awaiting, settling, idle, backingOff, firm, busy, paused, held, quarantined]
    }

    private static func events(_ driver: SessionDriver) throws -> [AgentSession.Event] {
        let at = Timestamp(seconds: 50)
        let round = UInt64(1)
        var awaiting = SessionDriver()
        awaiting.write(events: 2)
        awaiting.agent.dirty = [true, false]
        awaiting.start()
        let plan = try required(awaiting.plan)
        let contents = awaiting.agent.gather(plan)
        let answer = awaiting.acceptance(of: try awaiting.gather())
        var odd = answer
        odd.documents?.seq = .max
        odd.quarantinedDocuments = [0, .max]
        var down = answer
        down.hasMoreDownlink = true
        down.downlink = EventBatch(
            records: [EventRecord(seq: 1, kind: .documentPatch, priority: .routine, payload: [1])],
            following: EventChain.start(of: driver.agent.incarnation, stream: .downlink))
        var brokenDown = down
        brokenDown.downlink?.records[0].seq = .max
        odd.events.seq = .max
        odd.retryAfterMilliseconds = .max
        odd.holds = [Hold(stream: .events, until: at, milliseconds: .max, limit: "", reason: "")]
        odd.clock = ClockStamps(
            agentSent: Timestamp(microseconds: .min), hubReceived: Timestamp(microseconds: .max),
            hubSent: Timestamp(microseconds: .max))
        var wrong = contents
        wrong.chainBefore = Digest(of: [1])
        var critical = driver.agent.backlog
        critical.newestEvent = .max
        critical.newestCriticalEvent = .max
        critical.pendingSegments = .max
        critical.documents = DocumentBacklog(
            newest: .max, newestSafety: .max, oldestKept: .max, dirty: .max, isSafetyDirty: true)
        return [
            .started(driver.agent.progress, driver.agent.backlog), .backlogChanged(.empty), .backlogChanged(critical),
            .tick(random: 0), .tick(random: .max), .gathered(contents, round: round, at: at),
            .gathered(wrong, round: round, at: at), .gathered(contents, round: 99, at: at),
            .answered(answer, at: at, random: .max), .answered(odd, at: Timestamp(microseconds: .min), random: 0),
            .answered(down, at: at, random: 0), .answered(brokenDown, at: at, random: 0),
            .failed(.timedOut, round: round, random: .max), .failed(.abandoned, round: 99, random: 0),
            .failed(.refused(status: 413, code: "", retryAfterSeconds: .nan), round: round, random: 1),
            .failed(.refused(status: 503, code: "", retryAfterSeconds: -.infinity), round: round, random: 1),
            .settled(round: round), .settled(round: 99),
            .settled(round: round, downlink: driver.agent.progress.downlink), .paused, .resumed, .syncRequested,
        ]
    }

    private static func effects(_ actions: [AgentSession.Action]) -> Int {
        actions.filter {
            switch $0 {
            case .gather, .send, .settle, .relabel: true
            case .wait, .resetConnection, .report: false
            }
        }.count
    }

    /// The state says what the last effect asked for.
    private static func agrees(_ state: AgentSession.State, with actions: [AgentSession.Action]) -> Bool {
        for action in actions {
            switch (action, state) {
            case (.gather(let plan), .gathering(let round)): if plan.round != round { return false }
            case (.send(let request, _), .awaiting(let round, _)): if request.hello.round != round { return false }
            case (.settle(let settlement), .settling(let round)): if settlement.round != round { return false }
            case (.relabel(let order), .settling(let round)): if order.round != round { return false }
            case (.gather, _), (.send, _), (.settle, _), (.relabel, _): return false
            case (.wait, _), (.resetConnection, _), (.report, _): break
            }
        }
        return true
    }

    private static func name(_ state: AgentSession.State) -> String {
        String("\(state)".prefix { $0 != "(" })
    }
}
