internal import Runtime
internal import SyncWire
internal import Telemetry

/// From the beginning of a round to its sending.
extension AgentSession {
    mutating func begin(_ now: Uptime) -> [Action] {
        guard let progress else { return [] }
        let ended = allowance.endHolds(now).map { Action.report(.holdEnded($0)) }
        round += 1
        lastStart = now
        flight = nil
        let plan = plan(progress, now)
        if plan.takesLive { lastLive = now }
        if plan.eventsAfter != nil { pressure.criticalTried = backlog.newestCriticalEvent }
        state = .gathering(round: round)
        return ended + [.gather(plan)]
    }

    /// Events first, then live values, then segments into what is left, but never less than their floor over time.
    private func plan(_ progress: SessionProgress, _ now: Uptime) -> RoundPlan {
        let hasEvents = hasSendableEvents(now)
        let hasSegments = hasSendableSegments(now)
        let bytes = min(settings.roundBytesMax, link.roundBytes)
        let floor = hasSegments ? Int(Double(bytes) * settings.telemetryFloor) : 0
        // A critical event travels without the weight of segments, but does not starve them.
        let isCritical = hasEvents && backlog.newestCriticalEvent > progress.acknowledged.seq
        let takesSegments = hasSegments && (!isCritical || pressure.roundsWithoutSegments >= starvingAfterRounds)
        let telemetryBytes = min(bytes, link.batchBytes, allowance.bytes(.telemetry))
        return RoundPlan(
            round: round, eventsAfter: hasEvents ? progress.acknowledged.seq : nil,
            eventBytesMax: min(bytes - floor, allowance.bytes(.events)),
            eventsMax: min(settings.roundEventsMax, allowance.records(.events)),
            segmentsMax: takesSegments ? min(settings.roundSegmentsMax, allowance.records(.telemetry)) : 0,
            telemetryBytesMax: telemetryBytes, telemetryBytesMin: min(floor, telemetryBytes), bytesMax: bytes,
            takesLive: allowance.permits(.live, now) && isLiveDue(now))
    }

    private var starvingAfterRounds: Int { Int((1 / max(settings.telemetryFloor, 0.01)).rounded(.up)) - 1 }

    private func isLiveDue(_ now: Uptime) -> Bool {
        guard let lastLive else { return true }
        return now >= lastLive.advanced(seconds: settings.intervalSeconds)
    }

    func hasSendableEvents(_ now: Uptime) -> Bool {
        guard let progress else { return false }
        return backlog.newestEvent > progress.acknowledged.seq && allowance.permits(.events, now)
    }

    func hasSendableSegments(_ now: Uptime) -> Bool {
        backlog.pendingSegments > 0 && allowance.permits(.telemetry, now)
    }

    mutating func send(_ contents: RoundContents, round: UInt64, at: Timestamp, _ now: Uptime) -> [Action] {
        guard case .gathering(round) = state, let progress else { return [] }
        guard let flight = Flight(contents, round: round, following: progress.acknowledged, sentAt: now) else {
            return quarantine(Self.storeBroken)
        }
        self.flight = flight
        pressure.roundsWithoutSegments =
            contents.segments.isEmpty && hasSendableSegments(now) ? pressure.roundsWithoutSegments + 1 : 0
        pressure.sentThrough = max(pressure.sentThrough, flight.lastEvent)
        failures.sent(now)
        let request = request(contents, flight, progress, at)
        state = .awaiting(round: round, until: now.advanced(seconds: settings.roundDeadlineSeconds))
        return [.send(request, deadlineSeconds: settings.roundDeadlineSeconds)]
    }

    private func request(
        _ contents: RoundContents, _ flight: Flight, _ progress: SessionProgress, _ at: Timestamp
    ) -> RoundRequest {
        var report = contents.report
        report.clockOffset = clock?.offset
        report.clockError = clock?.error
        if report.backlog.secondsLeft == nil {
            report.backlog.secondsLeft = link.seconds(for: report.backlog.bytes)
        }
        return RoundRequest(
            hello: AgentHello(
                software: settings.software, incarnation: progress.incarnation, round: flight.round,
                resumeToken: progress.resumeToken, hubGeneration: progress.hubGeneration,
                acknowledged: progress.acknowledged, newestEvent: backlog.newestEvent,
                newestSegment: backlog.newestSegment),
            events: contents.events.isEmpty
                ? nil
                : EventBatch(
                    chainBefore: contents.chainBefore, chainAfter: flight.chains.last ?? contents.chainBefore,
                    records: contents.events),
            segments: contents.segments, live: contents.live, report: report, clock: ClockStamps(agentSent: at))
    }

    mutating func quarantine(_ code: String) -> [Action] {
        state = .quarantined(code: code)
        flight = nil
        settlement = nil
        wantsPause = false
        return [.report(.quarantined(code: code))]
    }

    /// The store handed in events that do not follow what the hub has: a damaged or restored database.
    static let storeBroken = "STORE_CHAIN_BROKEN"
}
