internal import Runtime
internal import SyncWire
internal import Telemetry

/// From the answer, or the lack of one, to the end of a round.
extension AgentSession {
    mutating func receive(_ answer: RoundAnswer, at: Timestamp, random: UInt64, _ now: Uptime) -> [Action] {
        guard case .awaiting(let round, _) = state, round == answer.round, let flight, let progress else {
            return [.report(.answerRefused(.roundUnknown(answer.round)))]
        }
        let written = AnswerCheck.Written(events: backlog.newestEvent, documents: backlog.documents.newest)
        if let refusal = AnswerCheck.refusal(of: answer, to: flight, progress, written: written) {
            return [.report(.answerRefused(refusal))]
                + fail(.malformed(code: refusal.code), random: random, now)
        }
        var actions = answeredWell(answer, at: at, flight, now)
        actions += noteStanding(answer.verdict)
        isFolderConfirmed = false
        if let ending = obey(answer, progress, now) { return actions + ending }
        if let code = stopCode(answer) { return actions + quarantine(code, now) }
        isFolderConfirmed =
            apart == nil && answer.eventRefusal == nil && flight.events.chain(at: answer.events.seq) != nil
        let (settlement, reports) = settlement(of: answer, flight, progress)
        actions += reports.map { .report($0) }
        note(settlement, answer, flight, progress, now)
        retryAfterSeconds = waitSeconds(after: answer, random: random)
        hubIntervalSeconds = min(Double(answer.intervalMilliseconds) / 1_000, Self.hubIntervalSecondsMax)
        if settlement.isEmpty(after: progress) {
            self.flight = nil
            return actions + finishRound(now)
        }
        self.settlement = settlement
        state = .settling(round: round)
        return actions + [.settle(settlement)]
    }

    mutating func settled(_ round: UInt64, _ downlink: EventCursor?, _ now: Uptime) -> [Action] {
        guard case .settling(round) = state, let settlement else { return [] }
        let before = progress?.downlink
        progress = settlement.progress
        if let downlink, downlink != settlement.progress.downlink {
            // What was left comes again with each round; asked for at once it would go round in circles.
            progress?.downlink = downlink
            pressure.hasMoreDownlink = false
            pressure.moved =
                pressure.eventsMoved || pressure.documentsMoved || !settlement.segments.isEmpty || downlink != before
        }
        backlog.pendingSegments = max(0, backlog.pendingSegments - settlement.segments.count)
        self.settlement = nil
        flight = nil
        return finishRound(now)
    }

    /// No hub keeps an agent from asking each minute.
    private static var hubIntervalSecondsMax: Double { 60 }

    /// Backs off with full jitter; where the hub says how long, never less than that.
    mutating func fail(_ failure: RoundFailure, random: UInt64, _ now: Uptime) -> [Action] {
        let backOff = BackOff(after: failure, isCritical: pressure.isCriticalRound)
        flight = nil
        failures.failed(failure, now)
        switch failure {
        case .refused(status: 413, _, _, _): link.halve()
        case .timedOut, .notConnected, .unreachable, .abandoned: link.begin()
        case .refused, .malformed: break
        }
        var wait = failures.backoffSeconds(random: random, settings)
        if planted(.givesUpAfterFailures), failures.count > 3 { wait = 1e9 }
        if case .refused(_, _, _, let retryAfter?) = failure {
            wait = self.retryAfter(seconds: retryAfter).waitSeconds(random: random)
        }
        let report = Action.report(.roundFailed(failure, waitsSeconds: wait))
        if wantsPause {
            state = .paused
        } else {
            state = .backingOff(until: now.advanced(seconds: wait), backOff)
        }
        return [report]
    }

    private mutating func answeredWell(
        _ answer: RoundAnswer, at: Timestamp, _ flight: Flight, _ now: Uptime
    ) -> [Action] {
        var actions: [Action] = []
        failures.answered()
        pace.answered()
        if isHubReachable != true {
            isHubReachable = true
            actions.append(.report(.hubReachable))
        }
        link.observe(bytes: flight.bytes, seconds: now.seconds(since: flight.sentAt))
        if let report = clockTracker.observe(answer.clock, receivedAt: at, settings, now) {
            actions.append(.report(report))
        }
        actions += allowance.adopt(answer, now).map { .report($0) }
        if let refusal = answer.eventRefusal { actions.append(.report(.eventsRefused(refusal))) }
        if let refusal = answer.documentRefusal { actions.append(.report(.documentsRefused(refusal))) }
        for outcome in answer.segments where outcome.kind != .stored && outcome.kind != .duplicate {
            actions.append(.report(.segmentNotTaken(outcome)))
        }
        return actions + answer.quarantinedEvents.map { .report(.eventQuarantined(seq: $0)) }
            + answer.quarantinedDocuments.map { .report(.documentQuarantined(seq: $0)) }
    }

    /// Why the session cannot go on by itself: a hub that knows of no verdicts says so.
    private func stopCode(_ answer: RoundAnswer) -> String? {
        for refusal in [answer.eventRefusal, answer.documentRefusal] {
            guard let code = refusal.flatMap({ EventRefusalCode(rawValue: $0.code) }) else { continue }
            switch code {
            case .agentBehind, .chainBroken: return code.rawValue
            case .gap, .hubBehind: break
            }
        }
        return nil
    }

    private func retryAfter(seconds: Double) -> RetryAfter {
        RetryAfter(seconds: seconds, backoffSeconds: failures.boundSeconds(settings), settings)
    }

    /// The wait that an answer asks for; 0 for none.
    private func waitSeconds(after answer: RoundAnswer, random: UInt64) -> Double {
        guard answer.retryAfterMilliseconds > 0 else { return 0 }
        return retryAfter(seconds: Double(answer.retryAfterMilliseconds) / 1_000).waitSeconds(random: random)
    }
}
