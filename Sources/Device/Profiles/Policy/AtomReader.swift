internal import Settings
internal import Telemetry

/// Reads one atom of a condition: the key that it has says which.
struct AtomReader {
    let section: SectionReader
    let profile: FirmwareProfile

    private static let subjects = ["metric", "twin", "status", "hub_away_for", "between", "forest_score_at_least"]
    private static let comparisons = [
        "above", "below", "above_baseline", "below_baseline", "score_at_least", "rising_faster_than",
        "falling_faster_than", "missing_for",
    ]

    func atom() -> PolicyAtom? {
        let found = Self.subjects.filter { section.has($0) }
        if found.isEmpty, section.has("score_at_least") {
            return section.number("score_at_least", in: 0...1).map { .machineScore(atLeast: $0) }
        }
        guard let subject = found.first else {
            section.mistake(
                .keyMissing, "metric", "a condition says what it looks at",
                hint: "one of all, any, not, \(Self.subjects.joined(separator: ", "))")
            return nil
        }
        if found.count > 1 {
            section.mistake(
                .conflict, found[1], "`\(subject)` and `\(found[1])` stand side by side", hint: ConditionReader.oneThing
            )
            return nil
        }
        switch subject {
        case "metric": return ofMetric()
        case "twin": return ofTwin()
        case "forest_score_at_least":
            return section.number("forest_score_at_least", in: 0...1).map { .forestScore(atLeast: $0) }
        case "status": return ofStatus()
        case "hub_away_for": return section.seconds("hub_away_for", in: 1...31_536_000).map { .hubAway(seconds: $0) }
        default: return HoursReader.hours("between", of: section).map { .hours($0) }
        }
    }

    private func ofMetric() -> PolicyAtom? {
        let metric = MetricLookup.metric("metric", of: section, in: profile).map {
            PolicyMetric(name: $0.0, slot: $0.1, unit: profile.metrics[$0.1].unit)
        }
        let found = Self.comparisons.filter { section.has($0) }
        guard found.count == 1, let comparison = found.first else {
            section.mistake(
                found.isEmpty ? .keyMissing : .conflict, found.dropFirst().first ?? "above",
                "a condition on a metric has one comparison", hint: "one of \(Self.comparisons.joined(separator: ", "))"
            )
            return nil
        }
        switch comparison {
        case "score_at_least":
            let score = section.number("score_at_least", in: 0...1)
            return metric.flatMap { metric in score.map { .score(metric, atLeast: $0) } }
        case "missing_for":
            let seconds = section.seconds("missing_for", in: 1...2_592_000)
            return metric.flatMap { metric in seconds.map { .missing(metric, seconds: $0) } }
        case "rising_faster_than": return rate("rising_faster_than", .rising, metric)
        case "falling_faster_than": return rate("falling_faster_than", .falling, metric)
        default:
            let threshold = MetricLookup.threshold(of: section)
            let hysteresis = section.number("hysteresis", in: 0...1e12, default: 0) ?? 0
            guard let metric, let threshold else { return nil }
            return .value(metric, threshold.0, threshold.1, hysteresis: hysteresis)
        }
    }

    private func rate(_ key: String, _ direction: ChangeRate.Direction, _ metric: PolicyMetric?) -> PolicyAtom? {
        let over = section.seconds("over", in: 1...86_400, default: 60) ?? 60
        let rate = section.value(
            key, expected: "an amount for a length of time", hint: "write it as 5 / min; s, min, h and d are known",
            ChangeRate.parse)
        guard let metric, let rate else { return nil }
        if over < 2 * profile.metrics[metric.slot].intervalSeconds {
            section.mistake(
                .conflict, section.has("over") ? "over" : key,
                "a window of \(NumberText.seconds(over)) holds fewer than three readings of `\(metric.name)`",
                hint: "write a longer one, as `over: 1h`")
            return nil
        }
        return .rate(
            metric,
            ChangeRate(direction: direction, amount: rate.amount, perSeconds: rate.perSeconds, overSeconds: over))
    }

    private func ofTwin() -> PolicyAtom? {
        let quantity = section.word("twin", as: TwinQuantity.self)
        let bounds = -1e15...1e15
        let above = section.number("above", in: bounds)
        let below = section.number("below", in: bounds)
        let hysteresis = section.number("hysteresis", in: 0...1e12, default: 0) ?? 0
        if profile.twin == nil {
            section.mistake(.conflict, "twin", "the profile has no twin", hint: "it is described under `twin`")
        }
        guard section.has("above") != section.has("below") else {
            section.mistake(
                section.has("above") ? .conflict : .keyMissing, "above", "a condition on the twin has one comparison",
                hint: "one of above, below")
            return nil
        }
        guard let quantity, let value = above ?? below else { return nil }
        return .twin(quantity, above != nil ? .above : .below, value, hysteresis: hysteresis)
    }

    private func ofStatus() -> PolicyAtom? {
        var statuses: [MachineStatus] = []
        let texts = section.texts("status", most: 3)
        for text in texts {
            if let status = MachineStatus(rawValue: text) {
                statuses.append(status)
            } else {
                section.mistake(.valueType, "status", "`\(text)` is no status", hint: "ONLINE, MAINTENANCE or OFFLINE")
            }
        }
        return statuses.isEmpty || statuses.count < texts.count ? nil : .status(statuses)
    }
}
