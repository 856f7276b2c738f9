internal import AnalyticsAnomaly
internal import DeviceProfiles
internal import Telemetry

/// The sentences of alerts: what, how far, since when.
enum AlertText {
    static func limit(_ slot: GuardSlot, _ limit: LimitDefinition, value: Double, threshold: Double) -> String {
        let side = limit.direction == .above ? "over" : "under"
        let measured = "\(slot.title) is \(slot.text(value)), \(side) \(slot.text(threshold))"
        guard case .ofBaseline(let factor) = limit.threshold, let usual = slot.baseline?.value else { return measured }
        return measured + " (\(NumberText.of(factor * 100)) % of the usual \(slot.text(usual)))"
    }

    static func anomaly(_ slot: GuardSlot, _ score: MetricScore, since: Timestamp) -> String {
        "\(slot.title) is \(slot.text(slot.value)), expected \(slot.text(score.expected)) "
            + "(usually \(slot.text(score.low)) to \(slot.text(score.high))), odd since \(since)"
    }

    static func together(_ most: GuardSlot, _ verdict: JointVerdict) -> String {
        let whom = verdict.view == .forest ? "to the machine's forest" : "with the other metrics"
        return "; \(whom) \(most.title) is most odd, \(distance(most, verdict))"
            + (verdict.since.map { " since \($0)" } ?? "")
    }

    static func machine(_ most: GuardSlot, _ verdict: JointVerdict, since: Timestamp) -> String {
        let found =
            switch verdict.view {
            case .metric: "\(most.title) is odd by itself"
            case .together: "\(most.title) does not go with the other metrics"
            case .forest: "\(most.title) is odd to the machine's forest"
            }
        return "\(found): \(most.text(most.value)), \(distance(most, verdict)), odd since \(since)"
    }

    private static func distance(_ most: GuardSlot, _ verdict: JointVerdict) -> String {
        let side = verdict.distance < 0 ? "under" : "over"
        return "\(NumberText.of(abs(verdict.distance))) usual distances \(side) \(most.text(verdict.expected))"
    }

    static func rule(_ monitor: RuleMonitor, _ slot: GuardSlot, since: Timestamp) -> String {
        let rule = monitor.rule
        let seen = monitor.policy.map { NumberText.sentence($0.condition.text(with: $0.facts)) + "; " } ?? ""
        let cause = rule.rootCause.isEmpty ? "Rule \(rule.name)" : rule.rootCause
        let now = slot.time == nil ? "not heard yet" : slot.text(slot.value)
        return "\(cause) (\(seen)\(slot.title) is \(now)), by rule \(rule.name)@\(rule.version) since \(since)"
    }

    static func stale(_ silent: [GuardSlot], all: Bool, seconds: Double, intervals: Double) -> String {
        let names = silent.map(\.definition.name.text).joined(separator: ", ")
        let who = all ? "No reading" : "No reading of \(names)"
        return "\(who) for \(NumberText.seconds(seconds)), more than \(NumberText.of(intervals)) expected intervals"
    }
}
