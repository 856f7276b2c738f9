internal import AgentAutonomy
internal import AgentStore
internal import Logging
internal import Observability
internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// The plant thread's side of sync: it carries out what the pure session asks for.
extension PlantLoop {
    /// Tells the session where the store stands; without a hub there is none.
    func beginSession() {
        guard hub != nil else { return hubState.detail = "no hub is configured" }
        do {
            let backlog = try store.sessionBacklog()
            sessionSeen = backlog
            handle(.started(try store.sessionProgress(), backlog))
        } catch {
            logger.error("the session with the hub cannot begin", metadata: ["error": "\(error)"])
        }
    }

    /// Tells the session what was committed since, and that its time has come.
    func stepSession() {
        guard hub != nil else { return }
        if store.eventHead.seq != sessionSeen.newestEvent || store.newestSegment != sessionSeen.newestSegment {
            if let backlog = try? store.sessionBacklog() {
                sessionSeen = backlog
                handle(.backlogChanged(backlog))
            }
        }
        if let next = nextSession, uptime >= next {
            nextSession = nil
            handle(.tick(random: random.next()))
        }
    }

    /// What a round came to.
    func endRound(_ round: UInt64, _ result: Result<RoundAnswer, RoundFailure>) {
        switch result {
        case .success(let answer): handle(.answered(answer, at: clock.now(), random: random.next()))
        case .failure(let failure): handle(.failed(failure, round: round, random: random.next()))
        }
    }

    /// Hands an event to the session and carries out what it asks for.
    func handle(_ event: AgentSession.Event) {
        var waiting = [event]
        while !waiting.isEmpty {
            let actions = session.handle(waiting.removeFirst(), now: uptime)
            for action in actions {
                if let next = perform(action) { waiting.append(next) }
            }
        }
    }

    private func perform(_ action: AgentSession.Action) -> AgentSession.Event? {
        switch action {
        case .gather(let plan): return gather(plan)
        case .send(let request, let deadline):
            let round = request.hello.round
            hub?.send(request, deadlineSeconds: deadline) { [inbox] result in
                inbox.post(.roundEnded(round: round, result))
            }
            return nil
        case .settle(let settlement): return settle(settlement)
        case .wait(let until):
            nextSession = until
            return nil
        case .resetConnection:
            hub?.reset()
            return nil
        case .report(let report):
            note(report)
            return nil
        }
    }

    /// Takes out of the store what the next round carries: events first, then segments newest first, then live values.
    private func gather(_ plan: RoundPlan) -> AgentSession.Event? {
        do {
            var contents = RoundContents(
                events: [], chainBefore: store.acknowledgedEvents.chain, segments: [], live: nil,
                report: AgentReport(backlog: try store.backlog(), disk: store.disk), hasMore: false)
            var eventBytes = 0
            if let after = plan.eventsAfter, let chain = try store.eventChain(at: after) {
                contents.chainBefore = chain
                contents.events = try store.eventRecords(
                    after: after, countMax: plan.eventsMax, bytesMax: plan.eventBytesMax)
                eventBytes = contents.events.reduce(0) { $0 + $1.payload.count }
                contents.hasMore = (contents.events.last?.seq ?? after) < store.eventHead.seq
            }
            let unsent = try store.unsentSegments(count: plan.segmentsMax + 1)
            let room = plan.telemetryBytes(afterEventBytes: eventBytes)
            let taken = plan.segmentCount(sizes: unsent.lazy.map(\.bytes), bytes: room)
            contents.hasMore = contents.hasMore || taken < unsent.count
            for segment in unsent.prefix(taken) {
                if let record = try store.segment(segment.seq, at: now) { contents.segments.append(record) }
            }
            inFlight = Set(contents.segments.map(\.seq))
            if plan.takesLive { contents.live = liveBatch() }
            return .gathered(contents, round: plan.round, at: clock.now())
        } catch {
            logger.error("cannot gather a round", metadata: ["error": "\(error)"])
            return .failed(.abandoned, round: plan.round, random: random.next())
        }
    }

    private func settle(_ settlement: Settlement) -> AgentSession.Event? {
        do {
            try store.settle(settlement, at: now)
            inFlight = []
            counts.rounds &+= 1
            return .settled(round: settlement.round)
        } catch {
            logger.error("cannot note what the hub has", metadata: ["error": "\(error)"])
            return .failed(.abandoned, round: settlement.round, random: random.next())
        }
    }

    private func note(_ report: SessionReport) {
        switch report {
        case .hubReachable:
            hubState.note(reachable: true, "reachable", at: now)
            logger.info("the hub can be reached")
        case .hubUnreachable(let failures):
            hubState.note(reachable: false, "\(failures) rounds failed", at: now)
            logger.warning("the hub cannot be reached; the agent acts alone", metadata: ["failures": "\(failures)"])
        case .roundFailed(let failure, let waits):
            inFlight = []
            counts.roundsFailed &+= 1
            if !hubState.isReachable { hubState.detail = failure.message }
            logger.debug("a round failed", metadata: ["error": "\(failure)", "waitsSeconds": "\(waits)"])
        case .clockMeasured(let estimate): board.clockOffset.set(Double(estimate.offset) / 1e6)
        case .stalled(let seconds):
            logger.error("SYNC_STALLED: no progress; the session was reset", metadata: ["seconds": "\(seconds)"])
        default: logger.warning("sync", metadata: ["report": "\(report)"])
        }
        context.hubReachable = hubState.isReachable
        publishReadiness()
    }
}
