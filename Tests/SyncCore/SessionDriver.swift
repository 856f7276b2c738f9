import Runtime
import SyncCore
import SyncWire
import Telemetry

/// Drives a session by hand, against a store that has what it is told to have.
struct SessionDriver {
    var session: AgentSession
    var agent: SimulatedAgent
    var now = Uptime(nanoseconds: 1_000_000_000)
    var last: [AgentSession.Action] = []

    init(_ settings: SessionSettings = SessionSettings(software: "test")) {
        var random = SeededRandom(seed: 1)
        agent = SimulatedAgent(IncarnationID(.random(using: &random)))
        session = AgentSession(settings: settings)
    }

    @discardableResult
    mutating func handle(_ event: AgentSession.Event) -> [AgentSession.Action] {
        last = session.handle(event, now: now)
        return last
    }

    mutating func start() { handle(.started(agent.progress, agent.backlog)) }

    mutating func write(events: Int, critical: Bool = false) {
        for _ in 0..<events {
            var random = SeededRandom(seed: UInt64(agent.events.count))
            agent.writeEvent(&random, at: Timestamp(seconds: 1), isCritical: critical)
        }
    }

    /// Carries out the gathering that was asked for last; returns the request that is then to be sent.
    mutating func gather() throws -> RoundRequest {
        let plan = try required(plan)
        handle(.gathered(agent.gather(plan), round: plan.round, at: Timestamp(seconds: 100)))
        return try required(last.compactMap { if case .send(let request, _) = $0 { request } else { nil } }.first)
    }

    /// An answer that takes everything of a request.
    func acceptance(of request: RoundRequest) -> RoundAnswer {
        let seq = request.events?.records.last?.seq ?? request.hello.acknowledged.seq
        let patch = request.documents?.records.last?.seq ?? request.hello.documentsAcknowledged?.seq ?? 0
        return RoundAnswer(
            round: request.hello.round, incarnation: request.hello.incarnation,
            events: EventCursor(seq: seq, chain: agent.chains[Int(seq)]),
            documents: EventCursor(seq: patch, chain: agent.documentChains[Int(patch)]),
            segments: request.segments.map { SegmentOutcome(seq: $0.seq, kind: .stored) },
            clock: ClockStamps(agentSent: request.clock.agentSent))
    }

    @discardableResult
    mutating func answer(_ answer: RoundAnswer) -> [AgentSession.Action] {
        handle(.answered(answer, at: Timestamp(seconds: 101), random: .max / 2))
    }

    /// A whole exchange in which the hub takes everything, up to the settlement.
    mutating func exchange() throws {
        let request = try gather()
        answer(acceptance(of: request))
    }

    /// Makes the settlement that was asked for last durable.
    mutating func settle() {
        guard let settlement else { return }
        agent.settle(settlement)
        handle(.settled(round: settlement.round))
    }

    var plan: RoundPlan? { last.compactMap { if case .gather(let plan) = $0 { plan } else { nil } }.first }

    var settlement: Settlement? { last.compactMap { if case .settle(let done) = $0 { done } else { nil } }.first }

    /// How long the session backs off from now; nothing when it does not.
    var waitSeconds: Double? {
        guard case .backingOff(let until, _) = session.state else { return nil }
        return until.seconds(since: now)
    }

    var reports: [SessionReport] { last.compactMap { if case .report(let report) = $0 { report } else { nil } } }
}
