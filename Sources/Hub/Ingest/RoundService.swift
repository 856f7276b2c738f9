public import HubStore
public import HubTenancy
public import Logging
public import Runtime
public import SyncCore
public import SyncWire
public import Telemetry

/// The hub's side of a round: read it, do it in one transaction, answer after the commit.
///
/// The same request twice, at once or after an answer that was lost, has its effect once. Reading and packing happen
/// before the transaction, so that no lock is held for them; what would take much memory that way is packed within it,
/// a part at a time. Any replica of the hub can serve any round.
public struct RoundService: Sendable {
    let pool: PostgresPool
    let partitions: ChunkPartitions
    private let clock: any Clock
    private let logger: Logger
    let quietSeconds: Double
    private let limits: TenantLimits?
    private let graceSeconds: Double
    private let budget: SharedRoundBudget
    private let newToken: @Sendable () -> UniqueID

    /// A service on a pool whose schema is current.
    ///
    /// `limits` are those of the tenants' plans, with so many seconds of grace for a subscription that ran out; without
    /// them nothing is held. An incarnation that was silent for `quietSeconds` gives way to a newcomer; `newToken`
    /// draws resume tokens, which must not be guessable. Agents with nothing pressing are asked to leave so long
    /// between two rounds that all of them make `roundsASecond`.
    public init(
        _ pool: PostgresPool, partitions: ChunkPartitions, clock: any Clock = SystemClock(),
        logger: Logger = Logger(label: "millwright.hub.ingest"), quietSeconds: Double = 60,
        limits: TenantLimits? = nil, graceSeconds: Double = 14 * 86_400, roundsASecond: Double = 1_000,
        newToken: @escaping @Sendable () -> UniqueID = RoundService.randomToken
    ) {
        self.pool = pool
        self.partitions = partitions
        self.clock = clock
        self.logger = logger
        self.quietSeconds = quietSeconds
        self.limits = limits
        self.graceSeconds = graceSeconds
        budget = SharedRoundBudget(roundsASecond: roundsASecond)
        self.newToken = newToken
    }

    /// Serves one round.
    ///
    /// Throws `RoundFrameError` for bytes that are no round (400), `RoundRefusal` (403), `PostgresFailure` when the
    /// database cannot (503 when `isRetryable`); nothing was committed then, or, after a broken connection, maybe all.
    /// `holding` is held back beside what the tenant's plan holds.
    public func handle(
        frame: [UInt8], agent: AgentPrincipal, receivedAt: Timestamp, load: HubLoad = .none, holding: [Hold] = []
    ) async throws -> RoundResult {
        let request = try RoundFrame.decodeRequest(frame)
        let window = partitions.window(now: receivedAt)
        let segments = RoundSegments(request.segments, window: window)
        let round = segments.round(of: request)
        try await partitions.ensure(segments.days, now: receivedAt)
        let token = newToken().bytes
        let holds = holding + (try await holds(agent.scope, at: receivedAt))
        let done = try await upToFullQuarantine(of: round) { round, ends in
            try await pool.withTransaction(scope: agent.scope) { connection in
                try RoundIntake(
                    connection: connection, agent: agent, receivedAt: receivedAt, token: token,
                    quietSeconds: quietSeconds, holds: holds, ends: ends
                ).take(round, segments: segments)
            }
        }
        let counts = done.countsWithRefusals
        report(counts, agent)
        let credits = RoundCredits.at(load)
        let answer = HubRound.answer(
            request, decision: done.decision,
            context: AnswerContext(
                receivedAt: receivedAt, sentAt: clock.now(), generation: done.generation, resumeToken: done.token,
                credits: credits,
                intervalMilliseconds: budget.intervalMilliseconds(of: agent.agent, at: clock.uptime()),
                downlink: done.downlink.batch, hasMoreDownlink: done.downlink.hasMore,
                policyVersion: PolicyTable.standard.version))
        return RoundResult(
            answer: try RoundFrame.encode(answer), events: done.plantEvents(live: request.live, agent: agent),
            counts: counts, credits: credits)
    }

    /// Does a round; again up to the record that the agent's quarantine does not take any more, for each stream.
    private func upToFullQuarantine(
        of round: InspectedRound,
        _ take: (InspectedRound, [QuarantineFull]) async throws -> RoundOutcome
    ) async throws -> RoundOutcome {
        var (round, ends): (InspectedRound, [QuarantineFull]) = (round, [])
        while true {
            do {
                return try await take(round, ends)
            } catch let end as QuarantineFull where ends.count < QuarantineFull.streams {
                ends.append(end)
                round = round.upTo(end)
            }
        }
    }

    /// What the tenant's plan holds back now; nothing where plans are not looked at.
    public func holds(_ scope: TenantScope, at now: Timestamp) async throws -> [Hold] {
        guard let found = try await limits?.limits(scope) else { return [] }
        return found.holds(at: now, graceSeconds: graceSeconds)
    }

    private func report(_ counts: RoundCounts, _ agent: AgentPrincipal) {
        let quarantined = counts.eventsQuarantined + counts.documentsQuarantined + counts.segmentsQuarantined
        guard quarantined > 0 || counts.quarantineHeld > 0 || counts.finding != nil || counts.refusal != nil else {
            return
        }
        logger.warning(
            "round with parts that could not be taken in",
            metadata: [
                "tenant": "\(agent.scope.tenant)", "agent": "\(agent.agent)", "events": "\(counts.eventsQuarantined)",
                "documents": "\(counts.documentsQuarantined)",
                "segments": "\(counts.segmentsQuarantined)", "held": "\(counts.quarantineHeld)",
                "folder": "\(counts.finding ?? "")",
                "refused": "\(counts.refusal ?? "")",
            ])
    }

    /// A token from the system's generator.
    public static func randomToken() -> UniqueID {
        var random = SystemRandomNumberGenerator()
        return UniqueID(high: random.next(), low: random.next())
    }
}
