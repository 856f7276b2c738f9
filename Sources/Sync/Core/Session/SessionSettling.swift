internal import Runtime
internal import SyncWire

/// What an answer changes for good.
extension AgentSession {
    func settlement(of answer: RoundAnswer, _ flight: Flight, _ progress: SessionProgress) -> Settlement {
        var after = progress
        if answer.events.seq < progress.acknowledged.seq {
            after.acknowledged = answer.events
        } else if let chain = flight.chain(at: answer.events.seq) {
            after.acknowledged = EventCursor(seq: answer.events.seq, chain: chain)
        }
        // What was sent in an earlier life but not in this round is sent again, and the hub slices it off.
        if !answer.resumeToken.isEmpty { after.resumeToken = answer.resumeToken }
        if answer.hubGeneration != 0 { after.hubGeneration = answer.hubGeneration }
        return Settlement(
            round: flight.round, progress: after, segments: answer.segments.filter(\.kind.isSettled),
            quarantinedEvents: answer.quarantinedEvents, safePosition: answer.safePosition)
    }

    /// Remembers whether the round moved anything, for the pace and for the stall watch.
    mutating func note(_ settlement: Settlement, _ flight: Flight, _ before: SessionProgress, _ now: Uptime) {
        pressure.eventsMoved = settlement.progress.acknowledged.seq > before.acknowledged.seq
        pressure.moved = pressure.eventsMoved || !settlement.segments.isEmpty
        pressure.hasMore = flight.hasMore
        backlog.pendingSegments = max(0, backlog.pendingSegments - settlement.segments.count)
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
            isRunning && (hasSendableEvents(now) || hasSendableSegments(now)) && isHubReachable == true, now)
        if let due = stallWatch.dueAt(settings), now >= due {
            stallWatch.moved(now)
            actions += [
                .report(.stalled(seconds: settings.stallAfterSeconds)), .resetConnection,
            ]
            settlement = nil
            wantsPause = false
            actions += begin(now)
        }
        return actions
    }

    /// Whether rounds are to be expected at all.
    private var isRunning: Bool {
        switch state {
        case .unstarted, .paused, .quarantined, .held: false
        case .backingOff(_, let isFirm): !isFirm
        case .idle, .gathering, .awaiting, .settling: true
        }
    }
}

extension Settlement {
    /// Whether nothing of it needs to be made durable.
    func isEmpty(after progress: SessionProgress) -> Bool {
        self.progress == progress && segments.isEmpty && quarantinedEvents.isEmpty
    }
}
