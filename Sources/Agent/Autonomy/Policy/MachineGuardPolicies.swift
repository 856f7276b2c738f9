internal import AnalyticsAnomaly
internal import AnalyticsTwin
internal import DeviceProfiles
internal import Runtime
internal import Telemetry

/// Rules of the policy language: looked at with each reading of a metric of theirs, and with each tick.
///
/// They are judged by the gateway's clock, because the hub's absence, hours and silence have no reading's time.
extension MachineGuard {
    /// Notes what surrounds the guard: whether the hub is there, and jumps of the clock, which nothing may gain by.
    mutating func notice(_ context: GuardContext) {
        if context.hubReachable {
            hubAwaySince = nil
        } else if hubAwaySince == nil {
            hubAwaySince = context.uptime
        }
        guard let jump = clock.jump(now: context.now, uptime: context.uptime) else { return }
        policy.shift(seconds: jump)
        for index in rules.indices where rules[index].policy != nil { rules[index].shift(seconds: jump) }
        for index in questions.indices {
            questions[index].askedAt = questions[index].askedAt.advanced(seconds: jump)
            questions[index].until = questions[index].until.advanced(seconds: jump)
        }
        alarmRevision += 1
    }

    /// Goes on after a clock that ran ahead was put right: what waits by the times of the readings waits no longer, and
    /// no shorter, for it.
    mutating func turnBack(_ slot: Int, from newest: Timestamp, to time: Timestamp) {
        for place in slots[slot].rules { rules[place].shift(seconds: time.seconds(since: newest)) }
        rows.restart()
        calibrated?.turnBack(to: time)
    }

    /// Shows a reading to the policies of its metric.
    mutating func checkPolicies(
        slot: Int, _ value: Double, _ time: Timestamp, _ context: inout GuardContext, _ effects: inout [AutonomyEffect]
    ) {
        for index in 0..<slots[slot].policies.count {
            let place = slots[slot].policies[index]
            rules[place].policy?.hear(slot: slot, value: value, score: slots[slot].score, at: time)
            checkPolicy(place, &context, &effects)
        }
    }

    /// Looks at every policy once more: time has passed.
    mutating func checkPolicies(_ context: inout GuardContext, _ effects: inout [AutonomyEffect]) {
        for place in rules.indices where rules[place].policy != nil { checkPolicy(place, &context, &effects) }
    }

    private mutating func checkPolicy(
        _ place: Int, _ context: inout GuardContext, _ effects: inout [AutonomyEffect]
    ) {
        for index in 0..<(rules[place].policy?.atoms.count ?? 0) {
            let fact = fact(index, of: place, context)
            rules[place].policy?.facts[index] = fact
        }
        let wasActive = rules[place].crossing.isActive
        let since = rules[place].stepPolicy(at: context.now)
        tellAlert(of: place, wasActive: wasActive, at: context.now, &context, &effects)
        if let since { decide(place, threshold: 0, since: since, at: context.now, &context, &effects) }
    }

    /// The number of an atom now.
    private func fact(_ index: Int, of place: Int, _ context: GuardContext) -> AtomFact {
        guard let atom = rules[place].policy?.atoms[index] else { return .unknown }
        switch atom {
        case .value(let metric, _, .absolute, _):
            return AtomFact(isHeard(metric.slot, context) ? slots[metric.slot].value : nil)
        case .value(let metric, _, .ofBaseline, _):
            guard isHeard(metric.slot, context), let usual = slots[metric.slot].baseline?.value, usual > 0 else {
                return .unknown
            }
            return AtomFact(slots[metric.slot].value / usual, hysteresisScale: 1 / usual)
        case .rate(let metric, _):
            return isHeard(metric.slot, context) ? AtomFact(rules[place].policy?.slope(index)) : .unknown
        case .score(let metric, _):
            guard isHeard(metric.slot, context), slots[metric.slot].score.isReady else { return .unknown }
            let isOdd = status == .online && slots[metric.slot].anomaly?.crossing.isActive == true
            return AtomFact(isOdd ? rules[place].policy?.scoresReached(index) : 0)
        case .machineScore:
            guard joint.verdict != nil, slots.indices.contains(where: { isScored($0) && isHeard($0, context) }) else {
                return .unknown
            }
            return AtomFact(status == .online ? rules[place].policy?.scoresReached(index) : 0)
        case .forestScore:
            guard let forest, forest.verdict != nil, forest.slots.allSatisfy({ isHeard($0, context) }) else {
                return .unknown
            }
            return AtomFact(status == .online ? rules[place].policy?.scoresReached(index) : 0)
        case .missing(let metric, _):
            return AtomFact(slots[metric.slot].heard.map { context.uptime.seconds(since: $0) })
        case .twin(let quantity, _, _, _):
            guard !quantity.isMomentary || roles.power.map({ isHeard($0, context) }) ?? false else { return .unknown }
            return AtomFact(calibrated?.value(of: quantity))
        case .status: return AtomFact(MachineStatus.allCases.firstIndex(of: status).map(Double.init))
        case .hubAway: return AtomFact(hubAwaySince.map { context.uptime.seconds(since: $0) } ?? 0)
        case .hours: return AtomFact(context.secondOfWeek)
        }
    }

    private func isScored(_ slot: Int) -> Bool { scoredSlots >> UInt64(slot) & 1 == 1 }

    /// Whether a metric's newest reading still says what is: not older than a minute or three of its intervals.
    func isHeard(_ slot: Int, _ context: GuardContext) -> Bool {
        guard slots.indices.contains(slot), slots[slot].time != nil, let heard = slots[slot].heard else { return false }
        return context.uptime.seconds(since: heard) <= max(60, 3 * slots[slot].definition.intervalSeconds)
    }
}

extension GuardContext {
    /// The second of the gateway's local week.
    var secondOfWeek: Double { HoursWindow.secondOfWeek(now, utcOffsetSeconds: utcOffsetSeconds) }
}
