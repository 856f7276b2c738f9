internal import AnalyticsAnomaly
internal import DeviceProfiles
internal import Runtime
public import Telemetry

extension MachineGuard {
    /// Looks for silence and at policies, decides what the hub did not answer, and ends alerts whose limit is gone;
    /// each second or so.
    ///
    /// A metric is silent when nothing of it came for the profile's number of its expected intervals (at least a
    /// second). All silent metrics of a machine are one STALE alert. A metric that was never seen is not missed.
    public mutating func tick(context: inout GuardContext, effects: inout [AutonomyEffect]) {
        for index in orphans.indices {
            if let ended = orphans[index].end(at: context.now) { record(ended, &effects) }
        }
        orphans.removeAll()
        notice(context)
        checkPolicies(&context, &effects)
        endQuestions(&context, &effects)
        let intervals = profile.staleness.intervals
        guard intervals > 0 else { return }
        var silent = 0
        var seen = 0
        for slot in slots where slot.heard != nil {
            seen += 1
            if slot.isSilent(at: context.uptime, intervals: intervals) { silent += 1 }
        }
        if silent == 0 {
            if let ended = staleness.end(at: context.now) { record(ended, &effects) }
        } else if !staleness.isActive {
            raiseSilence(all: silent == seen, &context, &effects)
        }
    }

    /// A person has seen an alert; the alert as it then stands, or nothing when there was nothing to see.
    public mutating func acknowledge(_ id: AlertID, at now: Timestamp) -> Alert? {
        var seen: Alert?
        func see(_ life: inout AlertLife) {
            if life.alert?.id == id { seen = life.acknowledge(at: now) }
        }
        for index in limits.indices { see(&limits[index].life) }
        for index in slots.indices where slots[index].anomaly?.life.alert?.id == id {
            seen = slots[index].anomaly?.life.acknowledge(at: now)
        }
        for index in rules.indices { see(&rules[index].life) }
        see(&machineAnomaly.life)
        see(&staleness)
        if seen != nil { alarmRevision += 1 }
        return seen
    }

    /// A person, or the hub for one, has set the machine's status: the only way back to ONLINE.
    ///
    /// Rules may then fire again: what a person put back into service is watched as if nothing had been decided yet.
    /// Questions that are open end with a decision that says so, and nothing is sent.
    public mutating func setStatus(
        _ status: MachineStatus, context: inout GuardContext, effects: inout [AutonomyEffect]
    ) {
        self.status = status
        withdrawQuestions("The machine was set to \(status.rawValue) meanwhile.", &context, &effects)
        for index in rules.indices {
            rules[index].rearm()
            endAlert(of: index, at: context.now, &effects)
        }
        alarmRevision += 1
    }

    /// A person says that what a metric does now is normal: its score, band and baseline are learned anew, and what it
    /// does together with the others.
    public mutating func relearn(slot: Int) {
        guard slots.indices.contains(slot) else { return }
        slots[slot].scorer?.relearn()
        slots[slot].residual?.relearn()
        slots[slot].residualScore = nil
        joint.relearn()
        forest?.relearn()
        if let baseline = slots[slot].baseline {
            slots[slot].baseline = Baseline(stated: baseline.stated, fallback: baseline.fallback)
        }
    }

    private mutating func raiseSilence(
        all: Bool, _ context: inout GuardContext, _ effects: inout [AutonomyEffect]
    ) {
        let intervals = profile.staleness.intervals
        let silent = slots.filter { $0.isSilent(at: context.uptime, intervals: intervals) }
        let seconds = silent.map { context.uptime.seconds(since: $0.heard ?? context.uptime) }.max() ?? 0
        let cause = AlertLife.Cause(
            severity: profile.staleness.severity, value: nil, limit: nil, expected: nil, score: nil,
            message: AlertText.stale(silent, all: all, seconds: seconds, intervals: intervals))
        let blank = blank(.stale, silent.count == 1 ? silent[0].definition.name : nil, &context)
        let since = context.now.advanced(seconds: -seconds)
        if let raised = staleness.raise(cause, since: since, at: context.now, as: { blank }) {
            record(raised, &effects)
        }
    }
}

extension GuardSlot {
    /// Whether nothing of this metric came for so many of its expected intervals.
    func isSilent(at uptime: Uptime, intervals: Double) -> Bool {
        guard let heard, definition.intervalSeconds > 0 else { return false }
        return uptime.seconds(since: heard) > max(1, intervals * definition.intervalSeconds)
    }
}
