internal import DeviceProfiles
internal import Telemetry

/// The limits of one kind on one side of one metric: steps of one alert, whose severity is the worst that was crossed.
struct LimitMonitor: Sendable {
    struct Step: Sendable {
        var limit: LimitDefinition
        var crossing: Crossing
    }

    let kind: AlertKind
    let slot: Int
    let direction: LimitDefinition.Direction
    /// From the mildest to the worst.
    var steps: [Step]
    var life = AlertLife()

    /// What happened to the alert of this monitor.
    enum Change: Sendable, Equatable {
        /// The step at that place was crossed, at that threshold.
        case crossed(step: Int, threshold: Double, since: Timestamp)
        /// No step is crossed any more.
        case returned
    }

    /// The monitors of limits; a gap of more than ten intervals of the metric begins a delay again.
    static func monitors(of limits: [LimitDefinition], metrics: [MetricDefinition]) -> [LimitMonitor] {
        var monitors: [LimitMonitor] = []
        for limit in limits.sorted(by: { $0.severity < $1.severity }) {
            guard metrics.indices.contains(limit.slot) else { continue }
            let gap = max(30, 10 * metrics[limit.slot].intervalSeconds)
            let step = Step(
                limit: limit,
                crossing: Crossing(
                    onDelaySeconds: limit.onDelaySeconds, offDelaySeconds: limit.offDelaySeconds, gapSecondsMax: gap))
            if let place = monitors.firstIndex(where: { $0.isOf(limit) }) {
                monitors[place].steps.append(step)
            } else {
                monitors.append(
                    LimitMonitor(kind: limit.kind, slot: limit.slot, direction: limit.direction, steps: [step]))
            }
        }
        return monitors
    }

    /// Whether any step counts as crossed.
    var isActive: Bool {
        for step in steps where step.crossing.isActive { return true }
        return false
    }

    /// Shows a reading to every step; the worst crossing of this reading, or the return of all.
    mutating func step(_ value: Double, baseline: Double?, at time: Timestamp) -> Change? {
        var change: Change?
        for place in steps.indices {
            guard let threshold = steps[place].limit.threshold.value(baseline: baseline) else { continue }
            let lies = Crossing.Place(
                value: value, threshold: threshold, hysteresis: steps[place].limit.hysteresis, direction: direction)
            switch steps[place].crossing.step(lies, at: time) {
            case .began(let since): change = .crossed(step: place, threshold: threshold, since: since)
            case .ended where change == nil: if !isActive { change = .returned }
            case .ended, nil: break
            }
        }
        return change
    }

    private func isOf(_ limit: LimitDefinition) -> Bool {
        kind == limit.kind && slot == limit.slot && direction == limit.direction
    }
}

extension Crossing.Place {
    /// Where a value lies; exactly on the threshold is not beyond it.
    init(value: Double, threshold: Double, hysteresis: Double, direction: LimitDefinition.Direction) {
        switch direction {
        case .above: self = value > threshold ? .beyond : value <= threshold - hysteresis ? .back : .between
        case .below: self = value < threshold ? .beyond : value >= threshold + hysteresis ? .back : .between
        }
    }
}

extension LimitMonitor {
    /// Whether a step is crossed or about to be, so that nothing should be learned from these readings.
    var isConcerned: Bool {
        for step in steps where step.crossing.state != .idle { return true }
        return false
    }
}
