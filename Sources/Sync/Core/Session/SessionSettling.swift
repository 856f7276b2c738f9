internal import Runtime
internal import SyncWire

/// What an answer changes for good.
extension AgentSession {
    /// What is to be made durable, and what is to be told of it.
    func settlement(
        of answer: RoundAnswer, _ flight: Flight, _ progress: SessionProgress
    ) -> (Settlement, [SessionReport]) {
        var after = progress
        var reports: [SessionReport] = []
        if answer.events.seq < progress.acknowledged.seq {
            after.acknowledged = answer.events
            reports.append(.hubWentBack(resendingFrom: answer.events.seq + 1))
        } else if let chain = flight.events.chain(at: answer.events.seq) {
            after.acknowledged = EventCursor(seq: answer.events.seq, chain: chain)
        }
        if planted(.settlesWhatWasSent), let sent = flight.events.chain(at: flight.events.last) {
            after.acknowledged = EventCursor(seq: flight.events.last, chain: sent)
        }
        if let documents = answer.documents {
            if documents.seq < progress.documentsAcknowledged.seq {
                after.documentsAcknowledged = documents
                reports.append(.documentsWentBack(resendingFrom: documents.seq + 1))
            } else if let chain = flight.documents.chain(at: documents.seq) {
                after.documentsAcknowledged = EventCursor(seq: documents.seq, chain: chain)
            }
        }
        if planted(.settlesPatchesThatWereSent), let sent = flight.documents.chain(at: flight.documents.last) {
            after.documentsAcknowledged = EventCursor(seq: flight.documents.last, chain: sent)
        }
        // What was sent in an earlier life but not in this round is sent again, and the hub slices it off.
        if !answer.resumeToken.isEmpty { after.resumeToken = answer.resumeToken }
        if answer.hubGeneration != 0 { after.hubGeneration = answer.hubGeneration }
        var downlink: [EventRecord] = []
        if let batch = answer.downlink, let last = batch.records.last {
            if let refusal = DownlinkCheck.refusal(of: batch, after: progress.downlink) {
                reports.append(.downlinkRefused(refusal))
            } else {
                downlink = batch.records
                after.downlink = EventCursor(seq: last.seq, chain: batch.chainAfter)
            }
        }
        let settlement = Settlement(
            round: flight.round, progress: after,
            segments: answer.segments.filter { $0.kind.isSettled || planted(.deferredCountsAsSettled) },
            quarantinedEvents: answer.quarantinedEvents, quarantinedDocuments: answer.quarantinedDocuments,
            downlink: downlink, label: answer.label, safePosition: answer.safePosition)
        return (settlement, reports)
    }

    /// Remembers whether the round moved anything, for the pace and for the stall watch.
    mutating func note(
        _ settlement: Settlement, _ answer: RoundAnswer, _ flight: Flight, _ before: SessionProgress, _ now: Uptime
    ) {
        let after = settlement.progress
        hubAhead = HubAhead(
            (answer.events.seq, answer.documents?.seq ?? 0), sent: (flight.events.last, flight.documents.last))
        hubTakesDocuments = answer.documents != nil
        pressure.eventsMoved = after.acknowledged.seq > before.acknowledged.seq
        pressure.documentsMoved = after.documentsAcknowledged.seq > before.documentsAcknowledged.seq
        let downlinkMoved = after.downlink.seq > before.downlink.seq
        pressure.moved =
            pressure.eventsMoved || pressure.documentsMoved || downlinkMoved || !settlement.segments.isEmpty
        pressure.hasMore = flight.hasMore
        pressure.hasMoreDownlink = answer.hasMoreDownlink && downlinkMoved
        if pressure.moved { stallWatch.moved(now) }
    }

    /// Reports what shows only with time: a hub that stays silent, and rounds that move nothing.
    mutating func watch(_ now: Uptime) -> [Action] {
        var actions: [Action] = []
        if isHubReachable != false, failures.isUnreachable(settings, now) {
            isHubReachable = false
            actions.append(.report(.hubUnreachable(failures: failures.count)))
        }
        stallWatch.update(
            isRunning && isHubReachable == true
                && (hasSendableEvents(now) || hasSendableDocuments(now) || hasSendableSegments(now)), now)
        if let due = stallWatch.dueAt(settings), now >= due {
            stallWatch.moved(now)
            actions += [
                .report(.stalled(seconds: settings.stallAfterSeconds)), .resetConnection,
            ]
            settlement = nil
            if wantsPause {
                flight = nil
                state = .paused
            } else {
                actions += begin(now)
            }
        }
        return actions
    }

    /// Whether rounds are to be expected at all.
    private var isRunning: Bool {
        switch state {
        case .unstarted, .paused, .quarantined, .held: false
        case .backingOff(_, let backOff): backOff == .own
        case .idle, .gathering, .awaiting, .settling: true
        }
    }
}

extension Settlement {
    /// Whether nothing of it needs to be made durable.
    func isEmpty(after progress: SessionProgress) -> Bool {
        self.progress == progress && segments.isEmpty && quarantinedEvents.isEmpty && quarantinedDocuments.isEmpty
    }
}
