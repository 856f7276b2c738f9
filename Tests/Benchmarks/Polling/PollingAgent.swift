internal import NIOCore
internal import Runtime
internal import SyncClient
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// One agent without anything to send: its connection, and what it shows in each round.
struct PollingAgent {
    private let connection: HubConnection
    private let incarnation: IncarnationID
    private var token: [UInt8] = []
    private var number: UInt64 = 0

    init(_ identity: PolledPlant.Identity, _ group: any EventLoopGroup) throws {
        incarnation = identity.incarnation
        connection = try HubConnection(
            endpoint: HubEndpoint(identity.agent.address), trust: HubTrust(identity: identity.agent), group: group)
    }

    /// Two rounds to begin with, then one an interval, of which the last ones are counted.
    func run(
        from start: ContinuousClock.Instant, every interval: Duration, times: Int, counted: Int
    ) async throws -> PollingOutcome {
        var (agent, outcome) = (self, PollingOutcome())
        try await Task.sleep(until: start)
        for _ in 0..<2 {
            if case .failure(let failure) = try await agent.round(&outcome) {
                outcome.failures.insert("at first: \(failure)")
            }
        }
        for time in 1...times {
            if time == times - counted + 1 { outcome = PollingOutcome(failures: outcome.failures) }
            try await Task.sleep(until: start + interval * time)
            let began = ContinuousClock.now
            switch try await agent.round(&outcome) {
            case .success: outcome.seconds.append((ContinuousClock.now - began) / .seconds(1))
            case .failure(let failure):
                outcome.failed += 1
                outcome.failures.insert("\(failure)")
            }
        }
        return outcome
    }

    /// A round that comes again when it is told to, as a gateway's does.
    private mutating func round(_ outcome: inout PollingOutcome) async throws -> Result<RoundAnswer, RoundFailure> {
        while true {
            let result = await ask()
            guard case .failure(.refused(503, _, _, let seconds?)) = result else { return result }
            outcome.toldToComeAgain += 1
            try await Task.sleep(for: .seconds(seconds))
        }
    }

    private mutating func ask() async -> Result<RoundAnswer, RoundFailure> {
        number += 1
        let start = EventCursor(seq: 0, chain: EventChain.start(of: incarnation))
        let request = RoundRequest(
            hello: AgentHello(
                software: "bench", incarnation: incarnation, round: number, resumeToken: token, hubGeneration: 0,
                acknowledged: start, newestEvent: 0, newestSegment: 0),
            events: nil, segments: [], live: nil, report: AgentReport(backlog: .empty, disk: nil),
            clock: ClockStamps(agentSent: SystemClock().now()))
        let answer = await withCheckedContinuation { continuation in
            connection.round(request, deadlineSeconds: 30) { continuation.resume(returning: $0) }
        }
        if case .success(let answer) = answer { token = answer.resumeToken }
        return answer
    }
}
