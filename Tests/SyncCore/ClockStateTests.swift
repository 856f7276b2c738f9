import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// How the writer's clock stood: it travels with a write, and decides nothing.
@Suite struct ClockStateTests {
    private static let states: [ClockState?] = [
        nil, .hub, .unmeasured, .measured(offset: -1_500_000, error: 20_000), .refused(offset: 400_000_000),
    ]
    private static let values: [(FieldPath, [FieldValue?])] = [
        (FieldPath(known: "limit.temperature.fixed.critical.above"), [.number(80), .number(90), nil]),
        (FieldPath(known: "setpoint.speed"), [.number(1), .number(2)]),
        (FieldPath(known: "notes"), [.text("a"), .text("b"), nil]),
        (FieldPath(known: "status"), [.text("ONLINE"), .text("OFFLINE")]),
        (FieldPath(known: "latch.lockout"), [.flag(true), .flag(false)]),
        (FieldPath(known: "name"), [.text("x"), .text("y")]),
    ]

    /// The same edits and exchanges, with states of clocks that are drawn apart, or with none.
    private static func world(seed: UInt64, withStates: Bool) -> DocumentWorld {
        var (random, drawn) = (SeededRandom(seed: seed), SeededRandom(seed: ~seed))
        var world = DocumentWorld()
        for _ in 0..<30 {
            let state = states[Int(drawn.next() % UInt64(states.count))]
            (world.edge.state, world.hub.state) = withStates ? (state, .hub) : (nil, nil)
            let (path, values) = values[Int(random.next() % UInt64(values.count))]
            let value = values[Int(random.next() % UInt64(values.count))]
            switch random.next() % 6 {
            case 0: world.sendUp(answerLost: random.next() % 2 == 0)
            case 1: world.sendDown(answerLost: random.next() % 2 == 0)
            case 2, 3: world.edit(.edge, path, value)
            default: world.edit(.hub, path, value)
            }
        }
        return world
    }

    private static func withoutStates(_ document: Document) -> Document {
        var writes = document.writes
        for index in writes.indices { writes[index].clock = nil }
        return Document(key: document.key, versions: document.versions, writes: writes)
    }

    @Test(arguments: 1...300) func mergesAndIdsOfConflictsAreTheSameWithAndWithout(seed: Int) throws {
        var (with, without) = (
            Self.world(seed: UInt64(seed), withStates: true), Self.world(seed: UInt64(seed), withStates: false)
        )
        for _ in 0..<2 {
            let ends = [(with.edge, without.edge), (with.hub, without.hub)]
            for (left, right) in ends.map({ ($0.document, $1.document) }) {
                #expect(Self.withoutStates(left) == right)
                let (some, none) = (left.conflicts(by: .standard), right.conflicts(by: .standard))
                #expect(some.map(\.id) == none.map(\.id) && some.map(\.outcome) == none.map(\.outcome))
                #expect(try Document(stored: left.stored) == left)
            }
            with.settle()
            without.settle()
        }
        #expect(with.edge.document == with.hub.document, "both ends show the same states")
    }

    @Test func aConflictShowsTheClockOfEachWriterAndSoDoesItsBundle() throws {
        var world = DocumentWorld()
        (world.edge.state, world.hub.state) = (.measured(offset: 7, error: 3), .hub)
        world.edit(.edge, FieldPath(known: "notes"), .text("a"))
        world.edit(.hub, FieldPath(known: "notes"), .text("b"))
        world.settle()
        for document in [world.edge.document, world.hub.document] {
            let conflict = try #require(document.conflicts(by: .standard).first)
            #expect(conflict.edge?.clock == .measured(offset: 7, error: 3) && conflict.hub?.clock == .hub)
            let evidence = ConflictEvidence(
                conflict, before: document.before(conflict.siblings), policies: .standard)
            var members = evidence.members { .text("\($0.dot)") }
            members["conflict"] = .object(["id": .text("\(evidence.id)"), "path": .text("\(evidence.path)")])
            let read = try ConflictEvidence(json: .object(members))
            #expect(read.siblings.map(\.clock) == conflict.siblings.map(\.clock))
            #expect(read.replayed() == nil)
        }
    }

    @Test func whatTheSessionKnowsIsWhatIsSaid() throws {
        func stamps(_ request: RoundRequest, ahead seconds: Double) -> ClockStamps {
            let hub = Timestamp(milliseconds: 100_500).advanced(seconds: seconds)
            return ClockStamps(agentSent: request.clock.agentSent, hubReceived: hub, hubSent: hub)
        }
        var driver = SessionDriver()
        driver.start()
        #expect(driver.session.clockState(driver.now) == .unmeasured)
        var request = try driver.gather()
        var answer = driver.acceptance(of: request)
        // Sent at 100 s, answered at 101 s.
        answer.clock = stamps(request, ahead: 2)
        driver.answer(answer)
        #expect(driver.session.clockState(driver.now) == .measured(offset: 2_000_000, error: 500_000))
        let later = driver.now.advanced(seconds: 100)
        #expect(driver.session.clockState(later) == .measured(offset: 2_000_000, error: 510_000))
        driver.now = driver.now.advanced(seconds: 2)
        driver.handle(.tick(random: 0))
        request = try driver.gather()
        answer = driver.acceptance(of: request)
        answer.clock = stamps(request, ahead: 1_000)
        driver.answer(answer)
        guard case .refused(let offset) = driver.session.clockState(driver.now) else {
            Issue.record("it is not adopted")
            return
        }
        #expect(abs(offset - 1_000_000_000) < 1_000_000)
    }

    @Test("no time that a hub can name stops a session", arguments: [Int64.min, .min + 1, -1, 0, .max - 1, .max])
    func anyTimeOfAHub(microseconds: Int64) throws {
        var driver = SessionDriver()
        driver.start()
        for sent in [Int64.min, 0, microseconds, .max] {
            let request = try driver.gather()
            var answer = driver.acceptance(of: request)
            answer.clock = ClockStamps(
                agentSent: request.clock.agentSent, hubReceived: Timestamp(microseconds: microseconds),
                hubSent: Timestamp(microseconds: sent))
            driver.answer(answer)
            let state = driver.session.clockState(driver.now.advanced(seconds: 1e9))
            if microseconds == .max, sent == .max { #expect(state != .unmeasured) }
            driver.now = driver.now.advanced(seconds: 60)
            driver.handle(.tick(random: 0))
        }
    }
}
