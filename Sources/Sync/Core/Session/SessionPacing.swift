internal import Runtime
internal import SyncWire

/// When the next round begins.
extension AgentSession {
    /// After a round without a failure: at once when something presses, else at the pace.
    mutating func finishRound(_ now: Uptime) -> [Action] {
        failures = Failures()
        if wantsPause {
            state = .paused
            return []
        }
        if retryAfterSeconds > 0 {
            state = .backingOff(until: now.advanced(seconds: retryAfterSeconds), .told)
            return []
        }
        if let until = allowance.holdOfAll(now) {
            state = .held(until: until)
            return []
        }
        if isPressing(now) { return begin(now) }
        let seconds = pace.seconds(wanted: intervalSeconds)
        state = .idle(until: max(now, (lastStart ?? now).advanced(seconds: seconds)))
        return []
    }

    /// Whether the next round need not wait for its time: a critical event or a safety field that was not tried yet,
    /// or more to drain in either direction.
    func isPressing(_ now: Uptime) -> Bool {
        guard let progress else { return false }
        if hasNewCritical(now) || pressure.hasMoreDownlink { return true }
        if backlog.newestCriticalEvent > progress.acknowledged.seq, pressure.eventsMoved { return true }
        if hasSafetyDocuments, pressure.documentsMoved { return true }
        return pressure.hasMore && pressure.moved
    }

    /// Something critical that was in no round yet; not while the hub takes nothing of its stream, because then a
    /// round at once would bring it no further.
    func hasNewCritical(_ now: Uptime) -> Bool {
        guard let progress else { return false }
        let eventTried = max(progress.acknowledged.seq, pressure.criticalTried)
        if backlog.newestCriticalEvent > eventTried, hasSendableEvents(now) { return true }
        guard hasSendableDocuments(now) else { return false }
        let tried = max(progress.documentsAcknowledged.seq, pressure.safetyTried)
        return backlog.documents.isSafetyDirty || backlog.documents.newestSafety > tried
    }

    /// A commit may be what the next round waited for.
    mutating func beginIfPressing(_ now: Uptime) -> [Action] {
        switch state {
        case .idle: hasNewCritical(now) ? begin(now) : []
        case .backingOff(_, let backOff):
            if let due = criticalDue(backOff, now), now >= due { begin(now) } else { [] }
        default: []
        }
    }

    /// When something critical that was in no round yet ends a wait; nothing when there is none or it does not.
    private func criticalDue(_ backOff: BackOff, _ now: Uptime) -> Uptime? {
        guard hasNewCritical(now) else { return nil }
        return switch backOff {
        case .own: (lastStart ?? now).advanced(seconds: settings.criticalRetrySeconds)
        case .busy: now
        case .told: nil
        }
    }

    mutating func beginOnRequest(_ now: Uptime) -> [Action] {
        if wantsPause { return [] }
        switch state {
        case .idle, .held, .backingOff(_, .own), .quarantined: return begin(now)
        default: return []
        }
    }

    mutating func tick(_ random: UInt64, _ now: Uptime) -> [Action] {
        switch state {
        case .idle(let until), .held(let until), .backingOff(let until, _), .quarantined(_, let until):
            if wantsPause { return [] }
            return now >= until ? begin(now) : beginIfPressing(now)
        case .awaiting(_, let until):
            // The client keeps the deadline; this is for one that never calls back.
            guard now >= until.advanced(seconds: Self.graceSeconds) else { return [] }
            return [.resetConnection] + fail(.timedOut, random: random, now)
        default: return []
        }
    }

    /// When the owner is to call next at the latest.
    func wakeTime(_ now: Uptime) -> Uptime? {
        var times: [Uptime] = []
        switch state {
        case .idle(let until), .held(let until): times.append(until)
        case .backingOff(let until, let backOff):
            times.append(until)
            if let due = criticalDue(backOff, now) { times.append(due) }
        case .awaiting(_, let until): times.append(until.advanced(seconds: Self.graceSeconds))
        case .gathering, .settling: break
        case .quarantined(_, let until): return wantsPause ? nil : until
        case .unstarted, .paused: return nil
        }
        if let due = failures.unreachableAt(settings), isHubReachable != false { times.append(due) }
        if let due = stallWatch.dueAt(settings) { times.append(due) }
        return times.min()
    }

    /// How long past its deadline a round is waited for before the connection is given up.
    private static var graceSeconds: Double { 5 }
}
