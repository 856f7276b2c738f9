import Runtime
import SyncCore
import SyncWire
import Telemetry

/// One agent, one hub and a bad network between them, in one thread, from one seed.
///
/// The network loses, doubles, delays and so reorders requests and answers; either end dies at any effect. Every 25th
/// seed sends frames through the codec, as in production; the others do without it, to be many.
struct SimulatedWorld {
    private enum Arrival {
        case atHub(RoundRequest)
        case atAgent(RoundAnswer)
        case failure(round: UInt64)
    }

    var agent: SimulatedAgent
    var hub = SimulatedHub()
    private(set) var steps = 0
    private var random: SeededRandom
    private var now = Uptime(nanoseconds: 1_000_000_000)
    private var queue: [(at: Uptime, order: Int, arrival: Arrival)] = []
    private var order = 0
    private var isChaotic = true
    private var failure: String?

    private let usesFrames: Bool

    init(seed: UInt64) {
        usesFrames = seed % 25 == 0
        random = SeededRandom(seed: seed)
        agent = SimulatedAgent(IncarnationID(.random(using: &random)))
    }

    /// Chaos for some time, then healing; nothing when every promise holds, else what does not.
    mutating func run() throws -> String? {
        start()
        for _ in 0..<30 {
            for _ in 0..<random.below(4) { agent.writeEvent(&random, at: wall) }
            if random.below(2) == 0 { try agent.sealSegment(&random) }
            deliver(.backlogChanged(agent.backlog))
            try pass(seconds: random.unit() * 3)
            if random.below(25) == 0 { restart() }
        }
        isChaotic = false
        for _ in 0..<200 where !agent.isDrained && failure == nil { try pass(seconds: 1) }
        return failure ?? verdict()
    }

    private func verdict() -> String? {
        if !agent.isDrained { return "not drained in \(agent.session.state)" }
        if hub.events != agent.events { return "events differ" }
        if hub.cursor?.events.chain != agent.chains.last { return "chains differ" }
        if hub.inserted.sorted() != agent.segments.map(\.seq) { return "segments differ" }
        if agent.segments.contains(where: { hub.segments[$0.seq] != $0.digest }) { return "digests differ" }
        return nil
    }

    private var wall: Timestamp { Timestamp(microseconds: Int64(now.nanoseconds / 1_000)) }

    private mutating func start() { deliver(.started(agent.progress, agent.backlog)) }

    private mutating func restart() {
        agent.crash(random.next())
        queue.removeAll { if case .failure = $0.arrival { true } else { false } }
        start()
    }

    /// Lets time pass, with all that comes due in it.
    private mutating func pass(seconds: Double) throws {
        let end = now.advanced(seconds: seconds)
        while failure == nil {
            let next = queue.indices.min { (queue[$0].at, queue[$0].order) < (queue[$1].at, queue[$1].order) }
            let wake = agent.wakeAt ?? end.advanced(seconds: 1)
            if let next, queue[next].at <= end, queue[next].at <= wake {
                let item = queue.remove(at: next)
                now = max(now, item.at)
                try arrive(item.arrival)
            } else if wake <= end {
                now = max(now, wake)
                agent.wakeAt = nil
                deliver(.tick(random: random.next()))
            } else {
                now = end
                return
            }
        }
    }

    private mutating func arrive(_ arrival: Arrival) throws {
        switch arrival {
        case .atHub(let request):
            let crashes = isChaotic && random.below(12) == 0
            if let answer = hub.serve(request, at: wall, crashes: crashes) {
                transmit(.atAgent(usesFrames ? try RoundFrame.decodeAnswer(try RoundFrame.encode(answer)) : answer))
            }
        case .atAgent(let answer):
            deliver(.answered(answer, at: wall, random: random.next()))
        case .failure(let round):
            deliver(.failed(.timedOut, round: round, random: random.next()))
        }
    }

    private mutating func transmit(_ arrival: Arrival) {
        let copies = isChaotic ? [0, 1, 1, 1, 1, 2][random.below(6)] : 1
        for _ in 0..<copies { enqueue(arrival, after: random.unit() * (isChaotic ? 4 : 0.2)) }
    }

    private mutating func enqueue(_ arrival: Arrival, after seconds: Double) {
        order += 1
        queue.append((now.advanced(seconds: seconds), order, arrival))
    }

    /// Hands an event to the session and carries out what it asks; a crash may stop that at any action.
    private mutating func deliver(_ event: AgentSession.Event) {
        var events = [event]
        while !events.isEmpty {
            steps += 1
            if steps > 50_000 {
                failure = "runs in circles"
                return
            }
            for action in agent.session.handle(events.removeFirst(), now: now) {
                if isChaotic, random.below(150) == 0 {
                    restart()
                    return
                }
                if let next = carryOut(action) { events.append(next) }
            }
        }
    }

    private mutating func carryOut(_ action: AgentSession.Action) -> AgentSession.Event? {
        switch action {
        case .gather(let plan): return .gathered(agent.gather(plan), round: plan.round, at: wall)
        case .send(let request, let deadline):
            do {
                let frame = usesFrames ? try RoundFrame.encode(request) : []
                transmit(.atHub(usesFrames ? try RoundFrame.decodeRequest(frame) : request))
            } catch {
                failure = "\(error)"
            }
            enqueue(.failure(round: request.hello.round), after: deadline)
            return nil
        case .settle(let settlement):
            agent.settle(settlement)
            return .settled(round: settlement.round)
        case .relabel(let order):
            failure = "re-labelled for \(order.verdict.code)"
            return nil
        case .wait(let until):
            agent.wakeAt = until
            return nil
        case .resetConnection: return nil
        case .report(let report):
            if case .quarantined(let code) = report { failure = code }
            if case .stalled = report { failure = "stalled" }
            agent.reports.append(report)
            return nil
        }
    }
}

extension SeededRandom {
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
