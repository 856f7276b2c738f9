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
        pressure.isCriticalRound = hasNewCritical(now)
        if plan.takesLive { lastLive = now }
        if plan.eventsAfter != nil { pressure.criticalTried = backlog.newestCriticalEvent }
        if plan.documentsAfter != nil { pressure.safetyTried = backlog.documents.newestSafety }
        state = .gathering(round: round)
        return ended + [.gather(plan)]
    }

    /// Critical events, safety fields, other events, other documents, then live values, then segments into what is
    /// left, but never less than their floor over time.
    private func plan(_ progress: SessionProgress, _ now: Uptime) -> RoundPlan {
        let hasEvents = hasSendableEvents(now)
        let hasDocuments = hasSendableDocuments(now)
        let hasSegments = hasSendableSegments(now)
        let bytes = min(settings.roundBytesMax, link.roundBytes)
        let floor = hasSegments ? Int(Double(bytes) * settings.telemetryFloor) : 0
        // What is critical travels without the weight of segments, but does not starve them.
        let hasCriticalEvents = hasEvents && backlog.newestCriticalEvent > progress.acknowledged.seq
        let hasSafety = hasDocuments && hasSafetyDocuments
        let takesSegments =
            hasSegments && !link.wantsProbe
            && (!(hasCriticalEvents || hasSafety) || pressure.roundsWithoutSegments >= starvingAfterRounds)
        let telemetryBytes = min(bytes, link.batchBytes, allowance.bytes(.telemetry))
        return RoundPlan(
            round: round,
            eventsAfter: hasEvents
                ? HubAhead.after(
                    hubAhead.events, acknowledged: progress.acknowledged.seq, newest: backlog.newestEvent) : nil,
            eventBytesMax: min(bytes - floor, allowance.bytes(.events, urgent: urgentEvents)),
            eventsMax: min(settings.roundEventsMax, allowance.records(.events, urgent: urgentEvents)),
            documentsAfter: hasDocuments
                ? HubAhead.after(
                    hubAhead.documents, acknowledged: progress.documentsAcknowledged.seq,
                    newest: backlog.documents.newest) : nil,
            documentBytesMax: min(bytes - floor, allowance.bytes(.documents, urgent: urgentDocuments)),
            documentsMax: min(settings.roundDocumentsMax, allowance.records(.documents, urgent: urgentDocuments)),
            takesDocumentsFirst: hasSafety && !hasCriticalEvents,
            segmentsMax: takesSegments ? min(settings.roundSegmentsMax, allowance.records(.telemetry)) : 0,
            telemetryBytesMax: telemetryBytes, telemetryBytesMin: min(floor, telemetryBytes), bytesMax: bytes,
            takesLive: allowance.permits(.live, now) && isLiveDue(now), liveMachinesMax: allowance.records(.live))
    }

    private var starvingAfterRounds: Int { Int((1 / max(settings.telemetryFloor, 0.01)).rounded(.up)) - 1 }

    private func isLiveDue(_ now: Uptime) -> Bool {
        guard let lastLive else { return true }
        return now >= lastLive.advanced(seconds: intervalSeconds)
    }

    func hasSendableEvents(_ now: Uptime) -> Bool {
        guard let progress else { return false }
        return backlog.newestEvent > progress.acknowledged.seq
            && allowance.permits(.events, urgent: urgentEvents, now)
    }

    /// How many events there are up to the newest critical one that the hub has not; 0 when it has all of those.
    private var urgentEvents: UInt64 {
        guard let progress else { return 0 }
        return max(backlog.newestCriticalEvent, progress.acknowledged.seq) - progress.acknowledged.seq
    }

    /// How many records of stream D there are, or will be, up to the newest safety field that the hub has not.
    private var urgentDocuments: UInt64 {
        guard let progress, hasSafetyDocuments else { return 0 }
        let (newest, has) = (backlog.documents.newest, progress.documentsAcknowledged.seq)
        guard backlog.documents.isSafetyDirty else {
            return max(backlog.documents.newestSafety, has) - has
        }
        // Far more than ever goes at once, and far from where a sum overflows.
        return min(max(newest, has) - has, 1 << 32) + UInt64(clamping: backlog.documents.dirty)
    }

    /// Records of stream D, or documents that are to become some; none for a hub that has no documents.
    func hasSendableDocuments(_ now: Uptime) -> Bool {
        guard let progress, hubTakesDocuments != false,
            allowance.permits(.documents, urgent: urgentDocuments, now)
        else { return false }
        return backlog.documents.newest > progress.documentsAcknowledged.seq || backlog.documents.dirty > 0
    }

    /// Whether the hub does not have some safety field as it is here.
    var hasSafetyDocuments: Bool {
        guard let progress else { return false }
        return backlog.documents.isSafetyDirty
            || backlog.documents.newestSafety > progress.documentsAcknowledged.seq
    }

    func hasSendableSegments(_ now: Uptime) -> Bool {
        backlog.pendingSegments > 0 && allowance.permits(.telemetry, now)
    }

    mutating func send(_ contents: RoundContents, round: UInt64, at: Timestamp, _ now: Uptime) -> [Action] {
        guard case .gathering(round) = state, let progress else { return [] }
        if let documents = contents.documentBacklog {
            backlog.documents = documents
            pressure.safetyTried = documents.newestSafety
        }
        guard let flight = Flight(contents, round: round, following: progress, ahead: hubAhead, sentAt: now) else {
            return quarantine(Self.storeBroken, now)
        }
        self.flight = flight
        pressure.roundsWithoutSegments =
            contents.segments.isEmpty && hasSendableSegments(now) ? pressure.roundsWithoutSegments + 1 : 0
        failures.sent(now)
        pace.sentSeconds = intervalSeconds
        let request = request(contents, flight, progress, at)
        pressure.isCriticalRound = pressure.isCriticalRound || request.isCritical
        state = .awaiting(round: round, until: now.advanced(seconds: settings.roundDeadlineSeconds))
        return [.send(request, deadlineSeconds: settings.roundDeadlineSeconds)]
    }

    private func request(
        _ contents: RoundContents, _ flight: Flight, _ progress: SessionProgress, _ at: Timestamp
    ) -> RoundRequest {
        var report = contents.report
        // Also one that is not adopted: at the hub it shows which agents' clocks are wrong.
        report.clockOffset = clock?.offset ?? clockDisagreement.map { Int64($0.seconds * 1e6) }
        report.clockError = clock?.error
        report.intervalSeconds = intervalSeconds
        if report.backlog.secondsLeft == nil {
            report.backlog.secondsLeft = link.seconds(for: report.backlog.bytes)
        }
        return RoundRequest(
            hello: AgentHello(
                software: settings.software, incarnation: progress.incarnation, round: flight.round,
                resumeToken: progress.resumeToken, hubGeneration: progress.hubGeneration,
                acknowledged: progress.acknowledged, newestEvent: max(backlog.newestEvent, flight.events.last),
                newestSegment: max(backlog.newestSegment, flight.segments.max() ?? 0),
                documentsAcknowledged: progress.documentsAcknowledged,
                newestDocument: max(backlog.documents.newest, flight.documents.last), downlink: progress.downlink,
                predecessor: progress.predecessor, policyVersion: settings.policyVersion),
            events: flight.events.batch(contents.events), documents: flight.documents.batch(contents.documents),
            segments: contents.segments, live: contents.live, report: report, clock: ClockStamps(agentSent: at),
            label: contents.label)
    }

    /// Stops with a code; the hub is asked again after a while, because what is wrong may have been put right there.
    mutating func quarantine(_ code: String, _ now: Uptime) -> [Action] {
        state = .quarantined(code: code, until: now.advanced(seconds: settings.stoppedRetrySeconds))
        flight = nil
        settlement = nil
        return [.report(.quarantined(code: code))]
    }

    /// The store handed in events that do not follow what the hub has: a damaged or restored database.
    static let storeBroken = "STORE_CHAIN_BROKEN"
}
