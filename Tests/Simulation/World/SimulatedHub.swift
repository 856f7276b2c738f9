import Runtime
import SyncCore
import SyncWire
package import Telemetry

/// The hub: the real pure round over tables in memory, with transactions that commit, abort, or end unknown.
///
/// The steps are those of `RoundIntake`, in its order; a contract suite holds both against each other.
package struct SimulatedHub {
    /// How a transaction ends.
    package enum Ending {
        case committed
        case aborted
        /// It committed, but the connection broke before anybody knew.
        case unknown
    }

    /// How long a newcomer waits for the incarnation before it to speak.
    var quietSeconds = 60.0
    /// Documents, conflicts, commands and the downlink.
    var plant = HubTables()
    var holds: [Hold] = []
    var credits: [Credit] = []
    /// In the order in which they first came.
    package private(set) var order: [AgentID] = []
    package private(set) var agents: [AgentID: HubAgent] = [:]
    private(set) var rounds = 0
    /// Rounds whose folder was found to be an old one or a copy.
    private(set) var findings = 0
    private var drawn: UInt64 = 0

    /// One round within one transaction; the answer, or nothing when the caller learns nothing.
    mutating func serve(_ request: RoundRequest, agent: AgentID, at now: Timestamp, ending: Ending) -> RoundAnswer? {
        rounds += 1
        drawn += 1
        let before = agents[agent]
        var tables = before ?? HubAgent()
        let incarnation = request.hello.incarnation
        let plantBefore = plant
        guard let done = take(request, &tables, of: agent, at: now) else { return nil }
        if ending == .aborted, planted(.cursorMovedBeforeInsert), before?.lives[incarnation] != nil {
            agents[agent]?[incarnation].cursor = tables[incarnation].cursor
        }
        if ending == .aborted { plant = plantBefore } else { keep(tables, of: agent) }
        let (token, held) = (token, holds)
        let answer = HubRound.answer(
            request, decision: done.decision,
            context: AnswerContext(
                receivedAt: now, sentAt: now, resumeToken: done.token, credits: credits,
                downlink: done.downlink?.batch, hasMoreDownlink: done.downlink?.hasMore ?? false,
                policyVersion: plant.policies.version))
        plant.recorded?.append(
            .round(
                HubRecording.Round(
                    agent: agent, request: request, at: now, ending: ending, token: token, holds: held, answer: answer
                )))
        guard ending == .committed || (ending == .aborted && planted(.answersBeforeCommit)) else { return nil }
        return answer
    }

    /// What a person decides about a copy; nothing happens when there is no such copy.
    mutating func decide(_ isAdopted: Bool, _ incarnation: IncarnationID, of agent: AgentID, at now: Timestamp) {
        guard var tables = agents[agent], let standing = tables.standings[incarnation],
            standing.isApart || standing == .rejected
        else { return }
        plant.recorded?.append(
            .decision(HubRecording.Decision(agent: agent, incarnation: incarnation, isAdopted: isAdopted, at: now)))
        if isAdopted {
            let others = tables.all(but: incarnation)
            for (other, standing) in tables.standings where standing == .current { tables.standings[other] = .ended }
            tables.standings[incarnation] = .current
            (tables.current, tables.heardAt) = (incarnation, now)
            merge(incarnation, of: agent, others: others, &tables, at: now)
        } else {
            tables.standings[incarnation] = .rejected
        }
        keep(tables, of: agent)
    }

    private mutating func keep(_ tables: HubAgent, of agent: AgentID) {
        if agents[agent] == nil { order.append(agent) }
        agents[agent] = tables
    }

    /// What a round comes to.
    private struct Outcome {
        var decision: RoundDecision
        var token: [UInt8] = []
        var downlink: HubTables.DownlinkAnswer?
    }

    private mutating func take(
        _ request: RoundRequest, _ tables: inout HubAgent, of agent: AgentID, at now: Timestamp
    ) -> Outcome? {
        let incarnation = request.hello.incarnation
        let round = HubRound.inspect(request)
        let lineup = tables.lineup(incarnation)
        let cursor = tables[incarnation].cursor
        let known = tables.ownSegments(SharedPast.numbers(of: request.segments), of: incarnation)
        if let finding = FolderCheck.finding(request, cursor, knownSegments: known) {
            findings += 1
            return Outcome(decision: HubRound.refusal(of: round, cursor: cursor, finding: finding))
        }
        let isProven =
            lineup.hasTrial && lineup.speaker == .current
            && FolderCheck.resume(request.hello, cursor) == .current
            && !tables.knownTokens.contains(request.hello.resumeToken)
        let who = lineup.decide(now: now, isProven: isProven, quietSeconds: quietSeconds)
        let others = tables.all(but: incarnation)
        tables.settle(who, lineup, incarnation)
        if who.standing == .rejected {
            var decision = HubRound.refusal(of: round, cursor: cursor)
            decision.verdict = who.standing.verdict
            return Outcome(decision: decision)
        }
        if who.standing.isApart { return keepApart(round, &tables, others, known, who.standing, at: now) }
        if !tables.isQuiet(request, plant, of: agent, at: now) {
            (tables.current, tables.heardAt, tables.backlog) = (incarnation, now, request.report.backlog)
            tables.intervalSeconds = request.report.intervalSeconds
        }
        if who.mergesApart { merge(incarnation, of: agent, others: others, &tables, at: now) }
        return take(round, &tables, others, known, of: agent, challenges: who.challenges, at: now)
    }

    /// The round of the incarnation that speaks for the agent.
    private mutating func take(
        _ round: InspectedRound, _ tables: inout HubAgent, _ others: [IncarnationID], _ known: [UInt64: Digest],
        of agent: AgentID, challenges: Bool, at now: Timestamp
    ) -> Outcome? {
        let request = round.request
        let incarnation = request.hello.incarnation
        var life = tables[incarnation]
        let names = SharedPast.identities(of: request, after: life.cursor.events.seq)
        var decision = HubRound.plan(
            round, cursor: life.cursor, knownSegments: known,
            shared: tables.sharedPast(
                of: names, segments: request.segments, speaker: incarnation, others: others),
            holds: holds)
        let isPoisoned = round.events.contains { Self.isPoison($0) }
        if isPoisoned, planted(.poisonBlocksTheStream) { return nil }
        takeEvents(&decision, &life)
        let name = HubTables.Name(agent: agent, incarnation: incarnation)
        let downlink = plant.take(&decision, request.hello, name, after: life.cursor, at: now)
        takeSegments(decision, &life, tables, others)
        let token = moveCursor(request, decision, &life, downlink?.cursor, challenges: challenges)
        tables[incarnation] = life
        let taken = Set(decision.events.map(\.record.seq))
        tables.keepLinks(names.filter { taken.contains($0.seq) }, via: incarnation)
        return Outcome(decision: decision, token: token, downlink: downlink)
    }

    /// Returns the token that the answer gives.
    private mutating func moveCursor(
        _ request: RoundRequest, _ decision: RoundDecision, _ life: inout HubLife, _ downlink: EventCursor?,
        challenges: Bool
    ) -> [UInt8] {
        let before = life.cursor
        let changes = decision.changesAnything || decision.cursor != before.events
        let next = before.tokens.after(request.hello.resumeToken, fresh: token.bytes, changes: changes || challenges)
        life.received += (request.events?.records ?? []).filter {
            $0.seq > before.events.seq && $0.seq <= decision.cursor.seq
        }
        life.cursor = HubCursor(
            events: decision.cursor, documents: decision.documents.isEmpty ? before.documents : decision.documentCursor,
            downlink: downlink ?? before.downlink,
            newestSegment: max(before.newestSegment, decision.newestSegment), generation: 1, tokens: next.tokens,
            doubt: decision.doubt)
        return next.answer
    }

    /// What was drawn for the round that is served; never twice the same.
    private var token: UniqueID { UniqueID(high: drawn, low: drawn) }

    // MARK: Incarnations that do not speak for their agent

    private mutating func keepApart(
        _ round: InspectedRound, _ tables: inout HubAgent, _ others: [IncarnationID], _ known: [UInt64: Digest],
        _ standing: IncarnationStanding, at now: Timestamp
    ) -> Outcome {
        let request = round.request
        let incarnation = request.hello.incarnation
        var life = tables[incarnation]
        let names = SharedPast.identities(of: request, after: life.cursor.events.seq)
        var decision = HubRound.plan(
            round, cursor: life.cursor, knownSegments: known,
            shared: tables.sharedPast(
                of: names, segments: request.segments, speaker: incarnation, others: others),
            holds: holds + [Self.documentsWait(now)])
        decision.verdict = standing.verdict
        for event in decision.events {
            let names = names.first { $0.seq == event.record.seq }?.names ?? []
            tables.apart[incarnation, default: []].append(.event(event.record, names: names))
        }
        for segment in decision.segments {
            switch segment.step {
            case .store, .quarantine: tables.apart[incarnation, default: []].append(.segment(segment.record))
            case .collide: life.collisions.append(segment.record)
            case .duplicate, .hold: break
            }
        }
        let token = moveCursor(request, decision, &life, nil, challenges: false)
        tables[incarnation] = life
        return Outcome(decision: decision, token: token)
    }

    /// Documents wait on the agent until it is clear whose they are.
    private static func documentsWait(_ now: Timestamp) -> Hold {
        Hold(stream: .documents, until: now, milliseconds: 5_000, limit: "agent-apart", reason: "simulated")
    }

    /// Takes in what an incarnation sent while it was apart.
    private mutating func merge(
        _ incarnation: IncarnationID, of agent: AgentID, others: [IncarnationID], _ tables: inout HubAgent,
        at now: Timestamp
    ) {
        let kept = tables.apart.removeValue(forKey: incarnation) ?? []
        var events: [(seq: UInt64, names: [RecordOrigin], event: InspectedRound.Event)] = []
        var segments: [InspectedRound.Segment] = []
        for record in kept {
            switch record {
            case .event(let event, let names): events.append((event.seq, names, HubRound.inspect(event)))
            case .segment(let segment): segments.append(HubRound.inspect(segment))
            }
        }
        // The order of the real table.
        events.sort { $0.seq < $1.seq }
        segments.sort { $0.record.seq < $1.record.seq }
        let sent = segments.map(\.record)
        let shared = tables.sharedPast(
            of: events.map { ($0.seq, $0.names) }, segments: sent, speaker: incarnation, others: others)
        var life = tables[incarnation]
        var decision = HubRound.decision(
            events: events.map(\.event), segments: segments, knownSegments: life.known(SharedPast.numbers(of: sent)),
            without: shared, doubt: life.cursor.doubt)
        takeEvents(&decision, &life)
        plant.takeMachines(decision)
        plant.takeEvents(decision.events, from: agent, at: now)
        takeSegments(decision, &life, tables, others)
        tables[incarnation] = life
        let taken = Set(decision.events.map(\.record.seq))
        tables.keepLinks(
            events.filter { taken.contains($0.seq) }.map { ($0.seq, $0.names) }, via: incarnation)
    }

    // MARK: Tables

    /// Whether the database refuses a record.
    private static func isPoison(_ event: InspectedRound.Event) -> Bool {
        guard case .success(.audit(let entry)) = event.payload else { return false }
        return entry.action == DeviceMessage.poison
    }

    /// All events; one that the database would refuse goes to quarantine alone.
    private func takeEvents(_ decision: inout RoundDecision, _ life: inout HubLife) {
        for index in decision.events.indices {
            if Self.isPoison(decision.events[index]) {
                decision.events[index].payload = .failure(.fieldInvalid("action"))
            }
            let event = decision.events[index]
            if planted(.lastRecordNotInserted), index > 0, index == decision.events.count - 1 { continue }
            life.events.append(event.record)
            if case .failure = event.payload { life.quarantinedEvents.append(event.record.seq) }
        }
    }

    private func takeSegments(
        _ decision: RoundDecision, _ life: inout HubLife, _ tables: HubAgent, _ others: [IncarnationID]
    ) {
        for segment in decision.segments {
            switch segment.step {
            case .store(let content):
                if !planted(.noGuardRow) { life.segments[segment.record.seq] = segment.record.digest }
                life.takeOriginals(of: segment.record, isFolded: content.isFolded)
                let own = segment.isPartlyKnown || segment.isDoubted ? life.stored : []
                let shared = tables.shared(content, with: others, and: own)
                var content = shared.rest(isPartlyKnown: segment.isPartlyKnown) ?? content
                if planted(.segmentInPart), content.blocks.count > 1 { content.blocks.removeLast() }
                life.stored.append((segment.record.seq, content))
            case .quarantine:
                life.segments[segment.record.seq] = segment.record.digest
                life.quarantinedSegments.append(segment.record)
            case .collide: life.collisions.append(segment.record)
            case .duplicate, .hold: break
            }
        }
    }
}
