internal import AnalyticsAnomaly
internal import DeviceProfiles
internal import Runtime
internal import Telemetry

extension MachineGuard {
    /// Scores a reading and says when its metric is odd for a while.
    mutating func score(
        _ slot: Int, _ value: Double, _ time: Timestamp, _ context: inout GuardContext,
        _ effects: inout [AutonomyEffect]
    ) {
        let isHeld = slots[slot].isAlarming
        guard var score = slots[slot].scorer?.score(value, at: time, isHeld: isHeld) else { return }
        if let other = slots[slot].residualScore { score.join(other) }
        slots[slot].score = score
        // A machine that was taken out of service is expected to be unlike itself: no new alert, but old ones may end.
        guard status == .online || slots[slot].anomaly?.crossing.isActive == true else { return }
        let change = slots[slot].anomaly?.step(score, of: value, at: time)
        switch change {
        case .began(let since):
            raiseAnomaly(slot, score, since: since, time, &context, &effects)
        case .ended:
            if let ended = slots[slot].anomaly?.life.end(at: time) { record(ended, &effects) }
        case nil:
            if slots[slot].anomaly?.isWorse(score) ?? false {
                raiseAnomaly(slot, score, since: time, time, &context, &effects)
            }
        }
    }

    /// Shows a reading to the limits of its metric.
    mutating func checkLimits(
        _ slot: Int, _ value: Double, _ time: Timestamp, _ context: inout GuardContext,
        _ effects: inout [AutonomyEffect]
    ) {
        let baseline = slots[slot].baseline?.value
        var isAlarming = false
        for index in 0..<slots[slot].limits.count {
            let place = slots[slot].limits[index]
            let change = limits[place].step(value, baseline: baseline, at: time)
            if let change { limit(place, change, value, time, &context, &effects) }
            isAlarming = isAlarming || limits[place].isConcerned
        }
        slots[slot].isAlarming = isAlarming
    }

    /// Shows a reading to the rules of its metric.
    mutating func checkRules(
        _ slot: Int, _ value: Double, _ time: Timestamp, _ context: inout GuardContext,
        _ effects: inout [AutonomyEffect]
    ) {
        let baseline = slots[slot].baseline?.value
        let isOdd = status == .online && slots[slot].anomaly?.crossing.isActive == true
        for index in 0..<slots[slot].rules.count {
            let place = slots[slot].rules[index]
            let wasActive = rules[place].crossing.isActive
            let fired = rules[place].step(
                value, score: slots[slot].score, isOdd: isOdd, baseline: baseline, at: time)
            tellAlert(of: place, wasActive: wasActive, at: time, &context, &effects)
            if let fired {
                decide(place, threshold: fired.threshold, since: fired.since, at: time, &context, &effects)
            }
        }
    }

    // MARK: What a change leads to

    private mutating func limit(
        _ place: Int, _ change: LimitMonitor.Change, _ value: Double, _ time: Timestamp,
        _ context: inout GuardContext, _ effects: inout [AutonomyEffect]
    ) {
        let monitor = limits[place]
        switch change {
        case .crossed(let step, let threshold, let since):
            let slot = slots[monitor.slot]
            let limit = monitor.steps[step].limit
            let cause = AlertLife.Cause(
                severity: limit.severity, value: value, limit: threshold, expected: nil, score: nil,
                message: AlertText.limit(slot, limit, value: value, threshold: threshold))
            let blank = blank(limit.kind, slot.definition.name, &context)
            if let raised = limits[place].life.raise(cause, since: since, at: time, as: { blank }) {
                record(raised, &effects)
            }
        case .returned:
            if let ended = limits[place].life.end(at: time) { record(ended, &effects) }
        }
    }

    private mutating func raiseAnomaly(
        _ slot: Int, _ score: MetricScore, since: Timestamp, _ time: Timestamp, _ context: inout GuardContext,
        _ effects: inout [AutonomyEffect]
    ) {
        guard let monitor = slots[slot].anomaly else { return }
        let cause = AlertLife.Cause(
            severity: score.score >= monitor.criticalScore ? .critical : .warning, value: slots[slot].value, limit: nil,
            expected: score.expected, score: score.score,
            message: AlertText.anomaly(slots[slot], score, since: since) + togetherText)
        let blank = blank(.anomaly, slots[slot].definition.name, &context)
        if let raised = slots[slot].anomaly?.life.raise(cause, since: since, at: time, as: { blank }) {
            record(raised, &effects)
        }
    }

    /// What all metrics together say of it, when they are odd too.
    private var togetherText: String {
        guard let verdict = joint.verdict, verdict.isAlarm,
            let most = slots.first(where: { $0.definition.name == verdict.metric })
        else { return "" }
        return AlertText.together(most, verdict)
    }

    mutating func record(_ alert: Alert, _ effects: inout [AutonomyEffect]) {
        alarmRevision += 1
        effects.append(.alert(alert))
    }

    /// An alert with nothing but its identity.
    func blank(_ kind: AlertKind, _ metric: MetricName?, _ context: inout GuardContext) -> Alert {
        Alert(
            id: .timeOrdered(at: context.now, using: &context.random), machine: key, kind: kind, metric: metric,
            severity: .info, state: .normal, value: nil, limit: nil, message: "", raisedAt: context.now,
            changedAt: context.now)
    }

    /// The newest value of a slot, unless it is a minute or three of its intervals away from this moment.
    func fresh(_ slot: Int?, at time: Timestamp) -> Double? { Self.fresh(slot, of: slots, at: time) }

    /// The same of slots alone: the compiler copies a guard for a method that is called while the guard changes.
    static func fresh(_ slot: Int?, of slots: [GuardSlot], at time: Timestamp) -> Double? {
        guard let slot, let known = slots[slot].time,
            abs(time.seconds(since: known)) <= max(60, 3 * slots[slot].definition.intervalSeconds)
        else { return nil }
        return slots[slot].value
    }
}
